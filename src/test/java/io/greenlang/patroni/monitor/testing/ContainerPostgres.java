package io.greenlang.patroni.monitor.testing;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A container of the official image, or of one that behaves like it. */
final class ContainerPostgres implements PostgresUnderTest {
    private static final int PORT = 5432;
    private static final String SERVER = "postgres -c fsync=off";
    /**
     * Into the files, as a user would: PostgreSQL takes a setting that its command line overrides for one that waits for a
     * restart.
     */
    private static final String SET_UP = SETTINGS.entrySet().stream()
                    .map(setting -> "echo \"" + setting.getKey() + " = '" + setting.getValue()
                            + "'\" >> $PGDATA/postgresql.conf\n")
                    .collect(Collectors.joining())
            + "echo 'host replication all all trust' >> $PGDATA/pg_hba.conf\n";

    private static final Duration START = Duration.ofMinutes(1);
    private static final int TAIL_LINES = 20;

    private final String image;
    private final Network network;
    private final boolean ownsNetwork;
    private final PostgreSQLContainer container;

    private ContainerPostgres(String image, Network network, boolean ownsNetwork) {
        this.image = image;
        this.network = network;
        this.ownsNetwork = ownsNetwork;
        container = new PostgreSQLContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"))
                .withDatabaseName("postgres")
                .withUsername("postgres")
                .withNetwork(network)
                .waitingFor(new Nothing());
    }

    static PostgresUnderTest primary(int majorVersion) {
        String image = PostgresImages.chosen().of(majorVersion);
        ContainerEngine.require(
                image,
                "Load it, name another one with " + PostgresImages.VARIABLE + "=" + majorVersion
                        + "=IMAGE, or test without containers: TEST_CONTAINERS=never");
        ContainerPostgres primary = new ContainerPostgres(image, Network.newNetwork(), true);
        primary.container
                .withNetworkAliases("primary")
                .withEnv("POSTGRES_HOST_AUTH_METHOD", "trust")
                .withCopyToContainer(Transferable.of(SET_UP), "/docker-entrypoint-initdb.d/set-up.sh")
                .withCommand(SERVER);
        return primary.started();
    }

    private ContainerPostgres started() {
        try {
            container.start();
            Await.until(this + " answers SELECT 1", START, () -> hasEnded() || answers());
            if (hasEnded()) {
                throw new AssertionError(this + " has ended");
            }
            return this;
        } catch (AssertionError e) {
            String seen = seen();
            close();
            throw new AssertionError(e.getMessage() + "\n" + seen, e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Over TCP, where the server that the image starts first, for its set-up scripts, does not listen. No line of the log
     * tells the two apart, and with {@code logging_collector} none comes out of the container.
     */
    private boolean answers() throws SQLException {
        String url = "jdbc:postgresql://" + host() + ":" + port()
                + "/postgres?user=postgres&connectTimeout=2&loginTimeout=2&socketTimeout=2";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1")) {
            return row.next();
        }
    }

    private boolean hasEnded() {
        return !container.isRunning();
    }

    /** The end of what the container printed, and, while it runs, of the file that PostgreSQL logs to. */
    private String seen() {
        String printed = tail(container.getLogs());
        if (hasEnded()) {
            return printed;
        }
        try {
            return printed + "\n"
                    + tail(container
                            .execInContainer("sh", "-c", "cat $PGDATA/log/*")
                            .getStdout());
        } catch (IOException e) {
            return printed + "\n" + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return printed;
        }
    }

    private static String tail(String log) {
        List<String> lines = log.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    @Override
    public String host() {
        return container.getHost();
    }

    @Override
    public int port() {
        return container.getMappedPort(PORT);
    }

    @Override
    public PostgresUnderTest standby() {
        String script = "install -d -o postgres -g postgres -m 700 $PGDATA"
                + " && gosu postgres pg_basebackup -D $PGDATA -R -c fast"
                + " -d 'host=primary user=postgres application_name=standby'"
                + " && exec gosu postgres " + SERVER;
        ContainerPostgres standby = new ContainerPostgres(image, network, false);
        standby.container.withCommand("bash", "-c", script);
        return standby.started();
    }

    @Override
    public void freeze() {
        docker("pause");
    }

    /** From outside, because inside a container nothing can stop process 1. */
    @Override
    public void freezePostmaster() {
        docker("kill", "--signal=STOP");
    }

    @Override
    public void thaw() {
        if (docker("inspect", "--format={{.State.Paused}}").equals("true")) {
            docker("unpause");
        } else {
            docker("kill", "--signal=CONT");
        }
    }

    private String docker(String... command) {
        String[] arguments = Arrays.copyOf(command, command.length + 1);
        arguments[command.length] = container.getContainerId();
        return ContainerEngine.docker(arguments);
    }

    @Override
    public void close() {
        container.stop();
        if (ownsNetwork) {
            network.close();
        }
    }

    @Override
    public String toString() {
        return "container of " + image + " at " + host() + ":" + port();
    }

    /** A container is waited for here, because only a started one has an address. */
    private static final class Nothing extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {
            // started() waits
        }
    }
}
