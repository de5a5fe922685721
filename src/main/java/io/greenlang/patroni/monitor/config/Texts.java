package io.greenlang.patroni.monitor.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Formats of what is words: text, choices, switches, files. */
final class Texts {
    static final Format<String> ANY = new Format<>("text", text -> text);

    static final Format<String> NON_BLANK = new Format<>("text", text -> {
        if (text.isBlank()) {
            throw new Refused("is empty");
        }
        return text;
    });

    static final Format<Boolean> SWITCH = new Format<>("on or off, true or false", text -> switch (text) {
        case "true", "on", "yes" -> true;
        case "false", "off", "no" -> false;
        default -> throw new Refused("is neither on nor off");
    });

    static final Format<Path> READABLE_FILE = new Format<>("a file that exists and can be read", Texts::readableFile);

    /** One that is made when it is missing. */
    static final Format<Path> DIRECTORY =
            new Format<>("a directory, or a path where one can be made", Texts::directory);

    private Texts() {}

    /** One of the given words, in lower case whichever way it was written. */
    static Format<String> oneOf(String... words) {
        List<String> choices = List.of(words);
        return new Format<>(String.join(", ", choices), text -> {
            String word = text.toLowerCase(Locale.ROOT);
            if (!choices.contains(word)) {
                throw new Refused("is unknown");
            }
            return word;
        });
    }

    /** @param allowed for people */
    static Format<String> matching(String allowed, String pattern) {
        return new Format<>(allowed, text -> {
            if (!text.matches(pattern)) {
                throw new Refused("has other characters, or is too long");
            }
            return text;
        });
    }

    private static Path directory(String text) throws Refused {
        try {
            Path directory = Path.of(text);
            if (Files.exists(directory) && !Files.isDirectory(directory)) {
                throw new Refused("is no directory");
            }
            return directory;
        } catch (InvalidPathException e) {
            throw new Refused("is no path");
        }
    }

    private static Path readableFile(String text) throws Refused {
        try {
            Path file = Path.of(text);
            if (!Files.exists(file)) {
                throw new Refused("there is no such file");
            }
            if (Files.isDirectory(file)) {
                throw new Refused("is a directory");
            }
            if (!Files.isReadable(file)) {
                throw new Refused("may not be read by this user");
            }
            return file;
        } catch (InvalidPathException notAPath) {
            throw new Refused("is not the name of a file");
        }
    }
}
