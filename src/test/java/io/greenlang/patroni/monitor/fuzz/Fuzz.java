package io.greenlang.patroni.monitor.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code make fuzz}: lets Jazzer look for inputs that reach new code, one target after the other, each for {@code
 * FUZZ_SECONDS}. What it learns stays in {@code target/fuzz} for the next run; an input that fails is kept there, too. Names of
 * targets as arguments choose some.
 */
public final class Fuzz {
    private static final Path ROOT = Path.of("target/fuzz");
    private static final String USUAL_SECONDS = "60";
    private static final Pattern EXECUTIONS = Pattern.compile("stat::number_of_executed_units:\\s*(\\d+)");

    private Fuzz() {}

    public static void main(String[] names) throws Exception {
        String seconds = System.getenv().getOrDefault("FUZZ_SECONDS", USUAL_SECONDS);
        List<String> chosen = List.of(names);
        List<String> failed = new ArrayList<>();
        for (FuzzTarget target : FuzzTargets.all()) {
            boolean isChosen = chosen.isEmpty() || chosen.contains(target.name());
            if (isChosen && !passes(target, seconds)) {
                failed.add(target.name());
            }
        }
        if (!failed.isEmpty()) {
            System.out.println("failed: " + String.join(", ", failed) + "; see the logs and inputs in " + ROOT);
            System.exit(1);
        }
    }

    private static boolean passes(FuzzTarget target, String seconds) throws IOException, InterruptedException {
        Path directory = ROOT.resolve(target.name());
        Path corpus = Files.createDirectories(directory.resolve("corpus"));
        Path seeds = Files.createDirectories(directory.resolve("seeds"));
        for (int i = 0; i < target.samples().size(); i++) {
            Files.write(seeds.resolve(Integer.toString(i)), target.samples().get(i));
        }
        Path log = directory.resolve("log");
        Process jazzer = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + JazzerEntry.class.getName(),
                        "--target_args=" + target.name(),
                        "--instrumentation_includes=io.greenlang.**",
                        "--disabled_hooks=**",
                        "--reproducer_path=" + directory,
                        "-artifact_prefix=" + directory + "/",
                        "-max_total_time=" + seconds,
                        "-max_len=65536",
                        "-timeout=20",
                        "-print_final_stats=1",
                        corpus.toString(),
                        seeds.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean passed = jazzer.waitFor() == 0;
        System.out.printf(
                "%-16s %,12d executions in %s s, corpus of %d inputs%s%n",
                target.name(), executions(log), seconds, inputs(corpus), passed ? "" : ", FAILED, see " + log);
        return passed;
    }

    private static long executions(Path log) throws IOException {
        Matcher found = EXECUTIONS.matcher(Files.readString(log, StandardCharsets.ISO_8859_1));
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }

    private static long inputs(Path corpus) throws IOException {
        try (Stream<Path> files = Files.list(corpus)) {
            return files.count();
        }
    }
}
