package io.greenlang.patroni.monitor.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

/** Docker, or an engine with its API: whether the tests use it, and its command line for what Testcontainers can't do. */
public final class ContainerEngine {
    private static final String VARIABLE = "TEST_CONTAINERS";
    private static final List<String> KEPT = List.of("DOCKER_CONFIG", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH");

    private static final Duration PULL = Duration.ofMinutes(10);

    private ContainerEngine() {}

    public static boolean isUsed() {
        return isUsed(System.getenv(VARIABLE), ContainerEngine::answers);
    }

    /** Asks the engine, and starts nothing: Testcontainers' own question pulls images of its own first. */
    private static boolean answers() {
        try {
            DockerClientFactory.instance().getTransportConfig();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** An engine that has to be used and does not answer is an error. */
    static boolean isUsed(@Nullable String choice, BooleanSupplier answers) {
        return switch (choice == null ? "auto" : choice) {
            case "auto" -> answers.getAsBoolean();
            case "never" -> false;
            case "always" -> {
                if (!answers.getAsBoolean()) {
                    throw new IllegalStateException(VARIABLE + "=always, but no container engine answers."
                            + " Start one, or say with DOCKER_HOST where it listens");
                }
                yield true;
            }
            default ->
                throw new IllegalArgumentException(
                        VARIABLE + ": unknown choice " + choice + ". Allowed: auto, always, never. Example: never");
        };
    }

    /**
     * Pulls an image that is not here. Testcontainers would, too, but for two minutes and without saying what to do.
     *
     * @param otherwise what to do where it can't be pulled
     */
    public static void require(String image, String otherwise) {
        if (run("image", "inspect", image).exitCode() == 0) {
            return;
        }
        try (ServerProcess pull = ServerProcess.start(
                "docker-pull", Target.newFolder("pull"), List.of("docker", "pull", image), environment())) {
            if (pull.awaitExit(PULL) != 0) {
                throw new AssertionError("image " + image + " is not here and can't be pulled ("
                        + pull.logText().strip().replaceAll("(?s).*\\n", "") + "). " + otherwise);
            }
        }
    }

    /** What {@code docker} prints; fails when it does. */
    public static String docker(String... arguments) {
        return run(arguments).orThrow("docker " + arguments[0]).strip();
    }

    public static Command.Result run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(Arrays.asList(arguments));
        return Command.run(command, environment());
    }

    /** With it {@code docker} asks the engine that Testcontainers found. */
    public static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().retainAll(KEPT);
        environment.put(
                "DOCKER_HOST",
                DockerClientFactory.instance()
                        .getTransportConfig()
                        .getDockerHost()
                        .toString());
        return environment;
    }
}
