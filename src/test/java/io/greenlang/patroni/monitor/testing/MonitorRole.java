package io.greenlang.patroni.monitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The role {@code patroni_monitor} of a cluster, as the documentation has users make it, with a password. */
final class MonitorRole {
    static final String PASSWORD = "monitor-s3cret/with:odd chars";

    private final Path setupSql;
    private final Path folder;

    MonitorRole(Path setupSql, Path folder) {
        this.setupSql = setupSql;
        this.folder = folder;
    }

    void create(PatroniNode primary) {
        Command.run(
                        List.of(
                                "psql",
                                "-X",
                                "-q",
                                "-v",
                                "ON_ERROR_STOP=1",
                                "-h",
                                "127.0.0.1",
                                "-U",
                                "postgres",
                                "-p",
                                Integer.toString(primary.postgresPort()),
                                "-d",
                                "postgres",
                                "-f",
                                setupSql.toString()),
                        Map.of("PGPASSWORD", ClusterOptions.SUPERUSER_PASSWORD))
                .orThrow("psql -f " + setupSql);
        primary.execute("ALTER ROLE patroni_monitor PASSWORD '" + PASSWORD + "'");
    }

    void writePassword() {
        try {
            Files.writeString(passwordFile(), PASSWORD + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path passwordFile() {
        return folder.resolve("monitor-password");
    }
}
