package io.greenlang.patroni.monitor.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.export.http.CommandJson;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a document is printed that people keep: as text, as Markdown, or as JSON. */
final class DocumentOutput {
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text, markdown, or json (see docs/json.md). Default: text")
    private @Nullable Format format;

    @Option(names = "--json", description = "The same as --format json.")
    private boolean json;

    /** In the words of the option. */
    enum Format {
        text,
        markdown,
        json
    }

    /** @throws ConfigException when two formats are asked for */
    void check() throws ConfigException {
        if (json && format != null && format != Format.json) {
            throw new ConfigException(
                    List.of("--json and --format " + format + " exclude each other: give one of them"));
        }
    }

    /** What is wanted; JSON where two are asked for. */
    Format format() {
        return json ? Format.json : format == null ? Format.text : format;
    }

    /**
     * Prints one of the three.
     *
     * @param source who told, as {@link Origin} and {@link EventSource} call it
     * @return the exit status
     */
    int print(String source, Supplier<String> text, Supplier<String> markdown, Supplier<ObjectNode> json) {
        CommandOutput.print(
                switch (format()) {
                    case text -> text.get();
                    case markdown -> markdown.get();
                    case json -> CommandJson.of(source, ExitCode.OK, json.get()).toString();
                });
        return ExitCode.OK;
    }

    int fail(UnheardMonitorException e) {
        return CommandOutput.fail(format() == Format.json, e, e.getMessage());
    }

    int fail(ConfigException e) {
        return CommandOutput.fail(format() == Format.json, e);
    }
}
