package io.greenlang.patroni.monitor.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Folders of PostgreSQL programs that a Patroni can work with. */
final class PostgresPrograms {
    static final Path DEBIAN_15 = Path.of("/usr/lib/postgresql/15/bin");

    private PostgresPrograms() {}

    /**
     * An older server of zonky's with Debian's clients, of which {@code pg_basebackup} and {@code pg_controldata} know
     * older servers too; {@code pg_rewind} does not. Of a newer server they know nothing.
     *
     * @param majorVersion 13 or 14
     */
    static Path withOlderServer(int majorVersion) {
        return withClients(new EmbeddedPostgresServer.Binaries(majorVersion), "with-clients-" + majorVersion);
    }

    /** zonky's server of Debian's major version with Debian's clients. */
    static Path ofMinor(boolean earlier) {
        return earlier
                ? withClients(EmbeddedPostgresServer.Binaries.earlier(15), "with-clients-15-earlier")
                : withClients(new EmbeddedPostgresServer.Binaries(15), "with-clients-15");
    }

    private static synchronized Path withClients(EmbeddedPostgresServer.Binaries server, String name) {
        Path home = Target.FOLDER.resolve("postgres-binaries").resolve(name);
        Path programs = home.resolve("bin");
        try {
            if (!Files.exists(programs.resolve("pg_basebackup"))) {
                unpack(server, home);
                linkClients(programs);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return programs;
    }

    /** By Python, which Patroni needs anyway and which needs no xz. */
    private static void unpack(EmbeddedPostgresServer.Binaries binaries, Path home) throws IOException {
        Path archive = Files.createDirectories(home).resolve("server.txz");
        try (InputStream server = binaries.getPgBinary("", "")) {
            Files.copy(server, archive, StandardCopyOption.REPLACE_EXISTING);
        }
        Command.run(List.of("/usr/bin/python3", "-m", "tarfile", "-e", archive.toString(), home.toString()))
                .orThrow("unpacking " + archive);
        Files.delete(archive);
    }

    private static void linkClients(Path programs) throws IOException {
        try (Stream<Path> clients = Files.list(DEBIAN_15)) {
            for (Path client : clients.toList()) {
                Path link = programs.resolve(client.getFileName().toString());
                if (!Files.exists(link)) {
                    Files.createSymbolicLink(link, client);
                }
            }
        }
    }
}
