package io.greenlang.patroni.monitor.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command that runs to its end within a minute. */
public final class Command {
    private static final long LIMIT_SECONDS = 60;

    private Command() {}

    public record Result(int exitCode, String out, String err) {
        /** The standard output of a command that must not fail. */
        public String orThrow(String what) {
            if (exitCode != 0) {
                throw new IllegalStateException(what + " ended with " + exitCode + "\n" + out + err);
            }
            return out;
        }
    }

    public static Result run(String... command) {
        return run(List.of(command));
    }

    /** A JVM that runs this class of the tests' class path, and starts as quickly as a short one can. */
    public static List<String> java(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    public static Result run(List<String> command) {
        return run(command, Map.of());
    }

    public static Result run(List<String> command, Map<String, String> environment) {
        try {
            Path out = Files.createTempFile(Target.FOLDER, "command", ".out");
            Path err = Files.createTempFile(Target.FOLDER, "command", ".err");
            try {
                return run(command, environment, out, err);
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't run " + command.get(0), e);
        }
    }

    private static Result run(List<String> command, Map<String, String> environment, Path out, Path err)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        ServerProcess.cleanEnvironment(builder, environment);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(command + " did not end within " + LIMIT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        } finally {
            process.destroyForcibly();
        }
        return new Result(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }
}
