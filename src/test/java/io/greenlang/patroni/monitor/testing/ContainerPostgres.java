package io.greenlang.patroni.monitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The official image of one version. */
final class ContainerPostgres implements PostgresUnderTest {
    private static final int PORT = 5432;
    private static final String SERVER = "postgres -c fsync=off "
            + SETTINGS.entrySet().stream().map(setting -> "-c " + setting).collect(Collectors.joining(" "));

    private final int majorVersion;
    private final Network network;
    private final GenericContainer<?> container;

    private ContainerPostgres(int majorVersion, Network network, GenericContainer<?> container) {
        this.majorVersion = majorVersion;
        this.network = network;
        this.container = container;
        container.start();
    }

    static PostgresUnderTest primary(int majorVersion) {
        Network network = Network.newNetwork();
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:" + majorVersion);
        container.withUsername("postgres").withDatabaseName("postgres");
        container.withEnv("POSTGRES_HOST_AUTH_METHOD", "trust");
        container.withNetwork(network).withNetworkAliases("primary");
        container.setCommand(SERVER);
        return new ContainerPostgres(majorVersion, network, container);
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
        hostBasedAuthentication("host replication all all trust");
        String script = "chmod 700 $PGDATA && chown postgres $PGDATA"
                + " && gosu postgres pg_basebackup -D $PGDATA -R -c fast"
                + " -d 'host=primary user=postgres application_name=standby'"
                + " && exec gosu postgres " + SERVER;
        GenericContainer<?> standby = new GenericContainer<>("postgres:" + majorVersion)
                .withNetwork(network)
                .withExposedPorts(PORT)
                .withCommand("bash", "-c", script)
                .waitingFor(
                        Wait.forSuccessfulCommand("pg_isready -h 127.0.0.1").withStartupTimeout(Duration.ofMinutes(1)));
        return new ContainerPostgres(majorVersion, network, standby);
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
        String paused = docker("inspect", "--format={{.State.Paused}}");
        if (paused.strip().equals("true")) {
            docker("unpause");
        } else {
            docker("kill", "--signal=CONT");
        }
    }

    private String docker(String... command) {
        List<String> line = Stream.of(Stream.of("docker"), Stream.of(command), Stream.of(container.getContainerId()))
                .flatMap(words -> words)
                .collect(Collectors.toList());
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(line + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        container.stop();
        if (container instanceof PostgreSQLContainer) {
            network.close();
        }
    }

    @Override
    public String toString() {
        return "container " + container.getDockerImageName() + " at " + host() + ":" + port();
    }
}
