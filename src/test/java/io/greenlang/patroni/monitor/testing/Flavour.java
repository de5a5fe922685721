package io.greenlang.patroni.monitor.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** The Patroni that a member runs, oldest first. {@code src/setup/setup.sh} installs them. */
public enum Flavour {
    /** Debian 12's package, 3.0.2: {@code master}, state {@code running} for a replica that streams. */
    DEBIAN_3_0(Path.of("/usr/bin")),
    /** The last line that says {@code master}; {@code streaming} in {@code /cluster}, the tag {@code nostream}. */
    PYPI_3_3(inTarget("patroni-3.3")),
    /** {@code primary}, {@code synchronous_mode: quorum}, and slots for all members on all of them. */
    PYPI_4_0(inTarget("patroni-4.0")),
    /** Replay positions in {@code /cluster}, pooled REST threads. */
    PYPI_4_1(inTarget("patroni-4.1"));

    private final Path folder;

    Flavour(Path folder) {
        this.folder = folder;
    }

    private static Path inTarget(String environment) {
        return Target.FOLDER.resolve(environment).resolve("bin");
    }

    String patroni() {
        return executable("patroni");
    }

    String patronictl() {
        return executable("patronictl");
    }

    /** An interpreter that finds this Patroni's own modules. */
    public String python() {
        return executable("python3");
    }

    private String executable(String name) {
        Path file = folder.resolve(name);
        if (!Files.isExecutable(file)) {
            throw new IllegalStateException(file + " is missing; src/setup/setup.sh --tests installs it");
        }
        return file.toString();
    }
}
