package io.greenlang.patroni.monitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Programs of PostgreSQL 15 that are replaced in place by those of the next minor version, as a package manager does it: a
 * server that runs is not touched, its next start is of the new version.
 */
public final class UpgradablePostgres {
    private final Path programs;

    public UpgradablePostgres() {
        Path folder = Target.newFolder("postgres");
        Account.owning(folder);
        programs = folder.resolve("bin");
        link(PostgresPrograms.ofMinor(true));
    }

    Path programs() {
        return programs;
    }

    public void upgrade() {
        link(PostgresPrograms.ofMinor(false));
    }

    private void link(Path target) {
        try {
            Files.deleteIfExists(programs);
            Files.createSymbolicLink(programs, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
