package io.greenlang.patroni.monitor.memory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a journal: {@code events.jsonl}, which is written, and full ones, whose names tell when they were put aside.
 * Other files in the directory are left alone.
 */
record JournalFolder(Path directory) {
    /** Beside the one that is written. */
    private static final int MAX_FILES = 10;

    private static final Pattern FULL = Pattern.compile("events-(\\d{8}T\\d{9})Z\\.jsonl");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS").withZone(ZoneOffset.UTC);
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    Path current() {
        return directory.resolve("events.jsonl");
    }

    /** Makes the directory, for its owner only. One that is there keeps its mode. */
    void create() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, OWNER_ONLY);
        }
    }

    /** Oldest first, the one that is written last. None where there is no directory. */
    List<Path> files() throws IOException {
        List<Path> files = full();
        if (Files.exists(current())) {
            files.add(current());
        }
        return files;
    }

    private List<Path> full() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(directory, path -> putAsideAt(path).isPresent())) {
            all.forEach(files::add);
        } catch (NoSuchFileException e) {
            return files;
        }
        Collections.sort(files);
        return files;
    }

    /** The file that is written becomes a full one. */
    void putAside(Instant now) throws IOException {
        Instant stamp = now;
        while (Files.exists(fullAt(stamp))) {
            stamp = stamp.plus(1, ChronoUnit.MILLIS);
        }
        Files.move(current(), fullAt(stamp), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes full files that were put aside longer ago than that, and the oldest where there are too many. */
    void prune(Instant now, Duration keep) throws IOException {
        List<Path> files = full();
        int tooMany = files.size() - MAX_FILES;
        for (int i = 0; i < files.size(); i++) {
            Instant aside = putAsideAt(files.get(i)).orElse(now);
            if (i < tooMany || aside.isBefore(now.minus(keep))) {
                Files.deleteIfExists(files.get(i));
            }
        }
    }

    private Path fullAt(Instant when) {
        return directory.resolve("events-" + STAMP.format(when) + "Z.jsonl");
    }

    private static Optional<Instant> putAsideAt(Path file) {
        Matcher name = FULL.matcher(file.getFileName().toString());
        try {
            return name.matches() ? Optional.of(STAMP.parse(name.group(1), Instant::from)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
