package io.greenlang.patroni.monitor.testing.demo;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.Leftovers;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * {@code make demo}, {@code make demo-check}, {@code make demo-failover} and {@code make demo-down}.
 *
 * <p>Everything is written below {@code target/demo}. Ctrl-C, as any end of this JVM but a crash, stops what was started;
 * {@code down} ends what a crash left running.
 */
public final class Demo {
    private static final Path FOLDER = Target.FOLDER.resolve("demo");
    private static final Path OWN_PID = FOLDER.resolve("demo.pid");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Demo() {}

    public static void main(String... arguments) throws IOException, InterruptedException {
        try {
            run(arguments);
        } catch (IllegalStateException | AssertionError e) {
            System.err.println("demo: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(String... arguments) throws IOException, InterruptedException {
        switch (String.join(" ", arguments)) {
            case "up" -> up();
            case "check" -> check();
            case "failover" -> failOver();
            case "down" -> down();
            default -> throw new IllegalArgumentException("up, check, failover or down, not " + List.of(arguments));
        }
    }

    private static void up() throws IOException, InterruptedException {
        try (DemoStack stack = start()) {
            System.out.println(stack.describe());
            System.out.println("Ctrl-C stops it all.");
            stack.play();
        }
    }

    private static void failOver() throws IOException {
        try (DemoStack stack = start()) {
            stack.failOver();
        }
        Files.delete(OWN_PID);
    }

    private static void check() throws IOException {
        try (DemoStack stack = start()) {
            System.out.println(stack.describe());
        }
        Files.delete(OWN_PID);
        System.out.println("demo-check: all was healthy, and is stopped");
    }

    private static DemoStack start() throws IOException {
        if (Leftovers.running(OWN_PID).isPresent()) {
            throw new IllegalStateException("a demo is running; end it with Ctrl-C or make demo-down");
        }
        down();
        Target.deleteRecursively(FOLDER);
        Files.createDirectories(FOLDER);
        Leftovers.record(OWN_PID, ProcessHandle.current().pid());
        return DemoStack.start(FOLDER);
    }

    private static void down() {
        Leftovers.running(OWN_PID).flatMap(ProcessHandle::of).ifPresent(demo -> {
            demo.destroy();
            Await.until("the demo has stopped", PATIENCE, () -> !demo.isAlive());
        });
        int ended = Leftovers.end(FOLDER);
        if (ended > 0) {
            System.out.println("ended " + ended + " processes that an earlier demo left");
        }
    }
}
