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
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Writes a file that repeats what the catalogues say. A new kind of file is a line in {@link Artefact}. */
@Command(
        name = "generate",
        description = "Writes a file from the catalogues of metrics and rules, with the limits of the configuration.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.USAGE)
final class GenerateCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "ARTEFACT",
            description = "One of: ${COMPLETION-CANDIDATES}",
            completionCandidates = Labels.class,
            converter = ByLabel.class)
    private @Nullable Artefact artefact;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration file (HOCON). Default: what holds when nobody configures anything")
    private @Nullable Path config;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Where to write it. Default: standard output")
    private @Nullable Path out;

    @Override
    public Integer call() {
        try {
            MonitorConfig limits = config == null ? ConfigLoader.defaults() : ConfigLoader.load(config);
            write(Objects.requireNonNull(artefact).text(limits));
            return ExitCode.OK;
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            return ExitCode.USAGE;
        } catch (IOException e) {
            System.err.println("--out " + out + ": can't be written: " + e);
            return ExitCode.USAGE;
        }
    }

    /** In UTF-8, whatever the terminal's locale is. */
    private void write(String text) throws IOException {
        if (out == null) {
            PrintStream utf8 = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            utf8.print(text);
            utf8.flush();
        } else {
            Files.writeString(out, text);
        }
    }

    private static final class Labels implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Artefact.all().stream().map(Artefact::label).iterator();
        }
    }

    private static final class ByLabel implements ITypeConverter<Artefact> {
        @Override
        public Artefact convert(String label) {
            return Artefact.find(label)
                    .orElseThrow(() -> new TypeConversionException(
                            "there is no artefact " + label + "; allowed: " + String.join(", ", new Labels())));
        }
    }
}
