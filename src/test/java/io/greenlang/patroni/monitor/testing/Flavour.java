package io.greenlang.patroni.monitor.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** The Patroni that a cluster runs. {@code src/setup/setup.sh} installs both. */
public enum Flavour {
    /** Debian 12's package, 3.0.2: {@code master}, state {@code running} for a replica that streams. */
    DEBIAN_3_0(Path.of("/usr/bin")),
    /** 4.1.5 in a Python environment below the build folder: {@code primary}, pooled REST threads. */
    PYPI_4_1(Target.FOLDER.resolve("patroni-4.1/bin"));

    private final Path folder;

    Flavour(Path folder) {
        this.folder = folder;
    }

    String patroni() {
        return executable("patroni");
    }

    String patronictl() {
        return executable("patronictl");
    }

    private String executable(String name) {
        Path file = folder.resolve(name);
        if (!Files.isExecutable(file)) {
            throw new IllegalStateException(file + " is missing; src/setup/setup.sh --patroni4 installs it");
        }
        return file.toString();
    }
}
