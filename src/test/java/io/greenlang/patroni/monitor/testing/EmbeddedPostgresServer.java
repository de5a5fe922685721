package io.greenlang.patroni.monitor.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** zonky's binaries of one version, which the build puts into {@code target/postgres-binaries}. Linux only. */
final class EmbeddedPostgresServer implements PostgresUnderTest {
    private static final Path BINARIES = Path.of("target", "postgres-binaries");
    private final int majorVersion;
    private final Path data;
    private final EmbeddedPostgres server;

    private EmbeddedPostgresServer(int majorVersion, Path data, boolean existing) {
        this.majorVersion = majorVersion;
        this.data = data;
        this.server = start(majorVersion, data, existing);
    }

    static PostgresUnderTest primary(int majorVersion) {
        return new EmbeddedPostgresServer(majorVersion, temporaryDirectory(), false);
    }

    private static EmbeddedPostgres start(int majorVersion, Path data, boolean existing) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPgBinaryResolver(new Binaries(majorVersion))
                .setOverrideWorkingDirectory(BINARIES.resolve("unpacked").toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(!existing)
                .setPGStartupWait(Duration.ofSeconds(60));
        SETTINGS.forEach(builder::setServerConfig);
        builder.setServerConfig("listen_addresses", "127.0.0.1");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int port() {
        return server.getPort();
    }

    /** The binaries lack pg_basebackup, so this does by hand what it does. */
    @Override
    public PostgresUnderTest standby() {
        boolean old = majorVersion < 15;
        Path copy = temporaryDirectory();
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    old ? "SELECT pg_start_backup('copy', true, false)" : "SELECT pg_backup_start('copy', true)");
            copyTree(data, copy);
            String stop = old
                    ? "SELECT labelfile FROM pg_stop_backup(false, false)"
                    : "SELECT labelfile FROM pg_backup_stop(false)";
            try (ResultSet row = statement.executeQuery(stop)) {
                row.next();
                Files.writeString(copy.resolve("backup_label"), row.getString(1));
            }
            Files.writeString(
                    copy.resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=127.0.0.1 port=" + port() + " user=postgres application_name=standby'\n");
            Files.createFile(copy.resolve("standby.signal"));
        } catch (SQLException | IOException e) {
            throw new AssertionError(e);
        }
        return new EmbeddedPostgresServer(majorVersion, copy, true);
    }

    @Override
    public void freeze() {
        ProcessHandle postmaster = postmaster();
        signal("-STOP", Stream.concat(Stream.of(postmaster), postmaster.descendants()));
    }

    @Override
    public void freezePostmaster() {
        signal("-STOP", Stream.of(postmaster()));
    }

    @Override
    public void thaw() {
        ProcessHandle postmaster = postmaster();
        signal("-CONT", Stream.concat(Stream.of(postmaster), postmaster.descendants()));
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        deleteTree(data);
    }

    private ProcessHandle postmaster() {
        try {
            long pid = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0));
            return ProcessHandle.of(pid).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void signal(String name, Stream<ProcessHandle> processes) {
        List<String> pids =
                processes.map(process -> Long.toString(process.pid())).toList();
        List<String> command =
                Stream.concat(Stream.of("kill", name), pids.stream()).toList();
        try {
            // a process may have ended since it was listed; then kill says 1 and has signalled the others
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("postgres-under-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files come and go while the server works; what is gone needs no copy, and WAL replay mends the rest. */
    private static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory)));
                return directory.endsWith("log") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = file.getFileName().toString();
                if (!name.startsWith("postmaster.") && !name.equals("epg-lock")) {
                    try {
                        Files.copy(file, to.resolve(from.relativize(file)));
                    } catch (NoSuchFileException e) {
                        return FileVisitResult.CONTINUE;
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
    }

    private static void deleteTree(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "embedded binaries at " + host() + ":" + port();
    }

    /** A missing jar is a failure, not a reason to skip. */
    record Binaries(int majorVersion, Path folder) implements PgBinaryResolver {
        Binaries(int majorVersion) {
            this(majorVersion, BINARIES);
        }

        /** The same major version, an earlier minor one. */
        static Binaries earlier(int majorVersion) {
            return new Binaries(majorVersion, BINARIES.resolve("earlier"));
        }

        @Override
        public InputStream getPgBinary(String system, String machineHardware) throws IOException {
            try (Stream<Path> jars = Files.list(folder)) {
                Path jar = jars.filter(file ->
                                file.getFileName().toString().matches(".*-" + majorVersion + "\\.[\\d.]+\\.jar"))
                        .findAny()
                        .orElseThrow(() -> new NoSuchFileException(
                                folder.toString(),
                                null,
                                "no jar of PostgreSQL " + majorVersion + "; run mvn generate-test-resources"));
                return archive(jar);
            }
        }

        private static InputStream archive(Path jar) throws IOException {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                var entry = zip.stream()
                        .filter(e -> e.getName().endsWith(".txz"))
                        .findAny()
                        .orElseThrow();
                return new ByteArrayInputStream(zip.getInputStream(entry).readAllBytes());
            }
        }
    }
}
