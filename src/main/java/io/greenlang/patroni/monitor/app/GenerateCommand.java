package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.config.ConfigLoader;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.generate.Artefact;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Writes a file that repeats what the catalogues say. A new kind of file is a line in {@link Artefact}. */
@Command(
        name = "generate",
        description =
                "Writes a file, or all, from the catalogues of metrics and rules, with the limits and the organisation of the configuration.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.USAGE)
final class GenerateCommand implements Callable<Integer> {
    private static final String ALL = "all";

    @Parameters(
            index = "0",
            paramLabel = "ARTEFACT",
            description = "One of: ${COMPLETION-CANDIDATES}",
            completionCandidates = Labels.class,
            converter = ByLabel.class)
    private @Nullable Wanted wanted;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration file (HOCON). Default: what holds when nobody configures anything")
    private @Nullable Path config;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Where to write it. Default: standard output. For all: a directory, which is made")
    private @Nullable Path out;

    @Override
    public Integer call() {
        try {
            ConfigLoader loader = ConfigOptions.loader();
            MonitorConfig limits = config == null ? loader.defaults() : loader.load(config);
            List<Artefact> artefacts = Objects.requireNonNull(wanted).artefacts();
            return artefacts.size() == 1 ? writeOne(artefacts.get(0).text(limits)) : writeAll(artefacts, limits);
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            return ExitCode.USAGE;
        } catch (IOException e) {
            System.err.println("--out " + out + ": can't be written: " + e);
            return ExitCode.USAGE;
        }
    }

    /** Each below the directory as the repository has it below its own. */
    private int writeAll(List<Artefact> artefacts, MonitorConfig limits) throws IOException {
        if (out == null) {
            System.err.println("generate all needs --out DIR");
            return ExitCode.USAGE;
        }
        for (Artefact artefact : artefacts) {
            Path file = out.resolve(artefact.file());
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.writeString(file, artefact.text(limits));
            System.out.println(file);
        }
        return ExitCode.OK;
    }

    /** In UTF-8, whatever the terminal's locale is. */
    private int writeOne(String text) throws IOException {
        if (out == null) {
            PrintStream utf8 = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            utf8.print(text);
            utf8.flush();
        } else {
            Files.writeString(out, text);
        }
        return ExitCode.OK;
    }

    private static final class Labels implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.concat(Artefact.all().stream().map(Artefact::label), Stream.of(ALL))
                    .iterator();
        }
    }

    private record Wanted(List<Artefact> artefacts) {}

    private static final class ByLabel implements ITypeConverter<Wanted> {
        @Override
        public Wanted convert(String label) {
            if (label.equals(ALL)) {
                return new Wanted(Artefact.all());
            }
            return Artefact.find(label)
                    .map(one -> new Wanted(List.of(one)))
                    .orElseThrow(() -> new TypeConversionException(
                            "there is no artefact " + label + "; allowed: " + String.join(", ", new Labels())));
        }
    }
}
