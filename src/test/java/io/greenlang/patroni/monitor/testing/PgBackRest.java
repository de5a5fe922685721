package io.greenlang.patroni.monitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Debian's pgBackRest for the members of a {@link RealCluster}: one repository that all of them reach, and a configuration
 * and locks of each one's own, as if each were a host. WAL goes there; the stanza is not created yet.
 */
public final class PgBackRest {
    public static final String STANZA = "greenlang";

    /** What PostgreSQL archives with. */
    static final String ARCHIVE_COMMAND = "pgbackrest --stanza=" + STANZA + " archive-push %p";

    private final Path folder;
    private final Account account;

    PgBackRest(Path clusterFolder, Account account) {
        this.folder = clusterFolder.resolve("pgbackrest");
        this.account = account;
    }

    /** What the repository holds is below {@code backup/} and {@code archive/}. */
    public Path repository() {
        return folder.resolve("repository");
    }

    /** The repository is gone, until {@link #putBack}. */
    public void takeAway() throws IOException {
        Files.move(repository(), away());
    }

    /** PostgreSQL goes on archiving: whatever pgBackRest has made anew for that gives way. */
    public void putBack() throws IOException {
        while (Files.exists(away())) {
            try {
                Files.move(away(), repository());
            } catch (FileAlreadyExistsException madeAnew) {
                Files.move(
                        repository(),
                        Files.createTempDirectory(folder, "made-anew").resolve("repository"));
            }
        }
    }

    private Path away() {
        return folder.resolve("away");
    }

    /** What holds while a backup or the like runs on that member. */
    public Path lockFile(String member) {
        return own(member).resolve(STANZA + "-backup.lock");
    }

    /** What pgBackRest reads on that member. */
    public Path configuration(String member) {
        return folder.resolve(member + ".conf");
    }

    /** Runs a command on a member to its end, such as {@code stanza-create} or {@code backup --type=full}. */
    public Command.Result run(String member, int postgresPort, String... arguments) {
        return Command.run(command(arguments), commandEnvironment(member, postgresPort));
    }

    /** The same, and does not wait. */
    public ServerProcess start(String member, int postgresPort, String... arguments) {
        return ServerProcess.start(
                "pgbackrest-" + member, folder, command(arguments), commandEnvironment(member, postgresPort));
    }

    /** For the server, whose children are {@code archive_command} and the monitor's view. */
    Map<String, String> serverEnvironment(String member, Path data) {
        makeFolders(member);
        try {
            Path file = Files.writeString(configuration(member), configuration(member, data));
            return Map.of("PGBACKREST_CONFIG", file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void dispose() {
        Target.deleteRecursively(folder);
    }

    private void makeFolders(String member) {
        for (Path path : List.of(folder, repository(), own(member))) {
            Command.run(account.command("install", "-d", "-m", "0750", path.toString()))
                    .orThrow("making " + path);
        }
    }

    private Path own(String member) {
        return folder.resolve(member);
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(account.command("pgbackrest", "--stanza=" + STANZA));
        command.addAll(List.of(arguments));
        return command;
    }

    /** libpq's variables, because pgBackRest's own option for the host takes only a socket's folder. */
    private Map<String, String> commandEnvironment(String member, int postgresPort) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PGBACKREST_CONFIG", configuration(member).toString());
        environment.put("PGBACKREST_PG1_PORT", Integer.toString(postgresPort));
        environment.put("PGHOST", "127.0.0.1");
        environment.put("PGPASSWORD", ClusterOptions.SUPERUSER_PASSWORD);
        return environment;
    }

    private String configuration(String member, Path data) {
        return """
                [global]
                repo1-path=%1$s
                repo1-retention-full=4
                lock-path=%3$s
                spool-path=%3$s
                log-level-file=off
                log-level-console=warn
                start-fast=y

                [%2$s]
                pg1-path=%4$s
                pg1-user=postgres
                """.formatted(repository(), STANZA, own(member), data);
    }
}
