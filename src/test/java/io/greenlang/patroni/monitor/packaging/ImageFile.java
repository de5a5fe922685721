package io.greenlang.patroni.monitor.packaging;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Dockerfile, carried out without a container engine as far as it can be: what it copies and runs, below a folder instead
 * of {@code /}. It knows the instructions that this Dockerfile has, and refuses others.
 */
final class ImageFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private record Instruction(String name, String arguments) {}

    private final List<Instruction> instructions;
    private final Path root;
    private final Map<String, String> settings = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> last = new HashMap<>();

    private ImageFile(List<Instruction> instructions, Path root) {
        this.instructions = instructions;
        this.root = root;
        settings.put("JAVA_HOME", System.getProperty("java.home"));
    }

    /** Carries it out. */
    static ImageFile layOut(Path dockerfile, Path root) throws IOException {
        ImageFile image = new ImageFile(parse(Files.readString(dockerfile)), root);
        for (Instruction instruction : image.instructions) {
            image.carryOut(instruction);
        }
        return image;
    }

    private static List<Instruction> parse(String text) {
        return text.replaceAll("(?m)^#.*\\R", "")
                .replaceAll("\\\\\\R\\s*", "")
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.split(" ", 2))
                .map(parts -> new Instruction(parts[0], parts[1]))
                .toList();
    }

    private void carryOut(Instruction instruction) throws IOException {
        last.put(instruction.name, instruction.arguments);
        switch (instruction.name) {
            case "ARG" -> {
                String[] pair = instruction.arguments.split("=", 2);
                settings.put(pair[0], pair[1]);
            }
            case "ENV" -> {
                String[] pair = instruction.arguments.split("=", 2);
                environment.put(pair[0], pair[1]);
            }
            case "COPY" -> copy(instruction.arguments.split(" ", -1));
            case "RUN" -> run(below(instruction.arguments));
            case "FROM", "LABEL", "USER", "WORKDIR", "EXPOSE", "HEALTHCHECK", "STOPSIGNAL", "ENTRYPOINT", "CMD" -> {
                // said below, or of no meaning here
            }
            default -> throw new IllegalArgumentException("unknown instruction: " + instruction);
        }
    }

    private void run(String script) {
        List<String> command = new ArrayList<>(List.of("env"));
        settings.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(List.of("bash", "-c", script));
        ServerProcess process = ServerProcess.start("run", root, command);
        if (process.awaitExit(PATIENCE) != 0) {
            throw new IllegalStateException(script + "\n" + process.logText());
        }
    }

    private void copy(String[] words) throws IOException {
        String to = words[words.length - 1];
        if (words[0].startsWith("--from=")) {
            if (!words[1].equals(to)) {
                throw new IllegalArgumentException("the archive of classes holds at its own path only: " + words[1]);
            }
            return;
        }
        Path folder = Files.createDirectories(root.resolve(to.substring(1)));
        Path source = Path.of(words[0]);
        try (Stream<Path> files = Files.isDirectory(source) ? Files.list(source) : Stream.of(source)) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve(file.getFileName());
                Files.copy(file, copy);
                copy.toFile().setExecutable(Files.isExecutable(file), false);
            }
        }
    }

    /** What is started, as the image has it, with other arguments. */
    List<String> entrypoint(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(words("ENTRYPOINT"));
        command.addAll(List.of(arguments));
        return command;
    }

    List<String> defaultArguments() throws IOException {
        return words("CMD");
    }

    List<String> healthcheck(String... arguments) throws IOException {
        String text = last.get("HEALTHCHECK");
        List<String> command = new ArrayList<>(list(text.substring(text.indexOf("CMD ") + 4)));
        command.addAll(List.of(arguments));
        return command;
    }

    private List<String> words(String instruction) throws IOException {
        return list(last.get(instruction));
    }

    private List<String> list(String json) throws IOException {
        return JSON.readValue(json, new TypeReference<List<String>>() {}).stream()
                .map(this::below)
                .toList();
    }

    String user() {
        return last.get("USER");
    }

    String port() {
        return last.get("EXPOSE");
    }

    /** The program that a name leads to in the image, below the root of this layout. */
    Path onPath(String name) {
        for (String folder : environment.get("PATH").split(":", -1)) {
            Path program = root.resolve(folder.substring(1)).resolve(name);
            if (Files.isExecutable(program)) {
                return program;
            }
        }
        throw new AssertionError(name + " is not on the PATH of the image");
    }

    String setting(String name) {
        return settings.get(name);
    }

    Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        Pattern.compile("(\\S+?)=\"([^\"]*)\"")
                .matcher(last.get("LABEL"))
                .results()
                .forEach(label -> labels.put(label.group(1), label.group(2)));
        return labels;
    }

    /** Paths of the image's own, moved below the folder. */
    private String below(String text) {
        return text.replaceAll("(?<![\\w/])/(opt|build)/", root + "/$1/");
    }
}
