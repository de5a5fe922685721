package io.greenlang.patroni.monitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A cluster's {@code patronictl}. */
final class Patronictl {
    private final ClusterOptions options;
    private final PatroniDcs dcs;
    private final Path folder;

    Patronictl(ClusterOptions options, PatroniDcs dcs, Path folder) {
        this.options = options;
        this.dcs = dcs;
        this.folder = folder;
    }

    /** What the command printed; the scope is not added. */
    String run(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(options.flavour().patronictl(), "-c", controlFile().toString()));
        command.addAll(List.of(arguments));
        return Command.run(command, dcs.environment()).orThrow(String.join(" ", command));
    }

    /** What {@code patronictl -c} takes. */
    Path controlFile() {
        try {
            return Files.writeString(
                    folder.resolve("patronictl.yml"),
                    "{scope: '%s', %s, ctl: {insecure: true}}\n".formatted(options.scope(), dcs.patroniBlock()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
