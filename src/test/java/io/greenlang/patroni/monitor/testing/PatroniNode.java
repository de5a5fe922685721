package io.greenlang.patroni.monitor.testing;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** One member: a Patroni, which looks after a PostgreSQL. Ports and data stay the same over its lives. */
final class PatroniNode {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> RUNNING = Set.of("running", "streaming", "in archive recovery");
    private static final OkHttpClient REST = TrustingAnybody.client(Duration.ofSeconds(5));
    private static final Duration STOP = Duration.ofSeconds(40);

    private final String name;
    private final int restPort = Ports.free();
    private final int postgresPort = Ports.free();
    private final ClusterOptions options;
    private final PatroniDcs dcs;
    private final Path folder;
    private final Account account;
    private Map<String, String> environment = Map.of();
    private Flavour flavour;
    private ServerProcess patroni;

    PatroniNode(String name, ClusterOptions options, PatroniDcs dcs, Path folder, Account account) {
        this.name = name;
        this.options = options;
        flavour = options.flavour(name);
        this.dcs = dcs;
        this.folder = folder;
        this.account = account;
    }

    String name() {
        return name;
    }

    int restPort() {
        return restPort;
    }

    int postgresPort() {
        return postgresPort;
    }

    String restUrl() {
        return options.restScheme() + "://127.0.0.1:" + restPort;
    }

    /** What Patroni, and so its PostgreSQL, is started with beside the usual. */
    void environment(Map<String, String> additions) {
        environment = Map.copyOf(additions);
    }

    /** Counts from its next start on. */
    void use(Flavour value) {
        flavour = value;
    }

    void start() {
        // Patroni 3.0 would make it with the wrong mode on its way to the socket directory
        Command.run(account.command("install", "-d", "-m", "0700", data().toString()))
                .orThrow("making " + data());
        try {
            Path configuration = Files.writeString(
                    folder.resolve(name + ".yml"),
                    new MemberConfiguration(options, name, data(), restPort, postgresPort, dcs.patroniBlock()).text());
            Map<String, String> all = new HashMap<>(dcs.admit(name));
            all.putAll(environment);
            patroni = ServerProcess.start(
                    name, folder, account.command(flavour.patroni(), configuration.toString()), all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitStatus(String path, int status, Duration limit) {
        patroni.awaitRunning("answers " + path + " with " + status, limit, () -> status(path) == status);
    }

    private int status(String path) throws IOException {
        try (Response answer = ask(path)) {
            return answer.code();
        }
    }

    /** By OkHttp: the JDK's client waits without end for an answer of Patroni's over TLS. */
    private Response ask(String path) throws IOException {
        return REST.newCall(new Request.Builder().url(restUrl() + path).build()).execute();
    }

    boolean isPrimary() {
        return says("/primary");
    }

    /** Holds the leader key, be it that of a standby cluster. */
    boolean isLeader() {
        return says("/leader");
    }

    private boolean says(String path) {
        try {
            return isRunning() && status(path) == 200;
        } catch (IOException noAnswer) {
            return false;
        }
    }

    /** How many of the members stream from this one. */
    int streamingTo(List<String> members) {
        String others = members.stream().filter(member -> !member.equals(name)).collect(joining(","));
        return Integer.parseInt(queryOne("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"
                + " AND application_name = ANY (string_to_array('" + others + "', ','))"));
    }

    boolean forbidsStreaming() {
        return Boolean.TRUE.equals(options.tags(name).get("nostream"));
    }

    /** Members that {@code /cluster} lists with a PostgreSQL that runs; 3.0 says {@code running} of one that streams. */
    Set<String> healthyMembers() throws IOException {
        Set<String> healthy = new HashSet<>();
        try (Response answer = ask("/cluster")) {
            for (JsonNode member : JSON.readTree(answer.body().bytes()).path("members")) {
                if (RUNNING.contains(member.path("state").asText())) {
                    healthy.add(member.path("name").asText());
                }
            }
        }
        return healthy;
    }

    boolean isRunning() {
        return patroni != null && patroni.isAlive();
    }

    /** Patroni's. */
    long pid() {
        return patroni.pid();
    }

    Optional<Postmaster> postmaster() {
        return Postmaster.of(data());
    }

    Postmaster runningPostmaster() {
        return postmaster().orElseThrow(() -> new IllegalStateException("no PostgreSQL runs at " + name));
    }

    Connection superuser() throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + postgresPort
                + "/postgres?connectTimeout=5&socketTimeout=30&sslmode=disable&ApplicationName=fixture";
        return DriverManager.getConnection(url, "postgres", ClusterOptions.SUPERUSER_PASSWORD);
    }

    void execute(String sql) {
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(name + ": " + sql, e);
        }
    }

    /** The first column of the first row, as text. */
    String queryOne(String sql) {
        try (Connection connection = superuser();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new IllegalStateException(name + ": no row: " + sql);
            }
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(name + ": " + sql, e);
        }
    }

    /** Its PostgreSQL takes writes, asked by SQL. */
    boolean isWritable() {
        try {
            return "f".equals(queryOne("SELECT pg_is_in_recovery()"));
        } catch (IllegalStateException noAnswer) {
            return false;
        }
    }

    /** SIGTERM: Patroni stops PostgreSQL, gives up the leader key when it holds it, and says {@code stopped}. */
    void stop() {
        patroni.stop(STOP);
    }

    void signalPatroni(String signal) {
        patroni.signal(signal);
    }

    /** SIGHUP: Patroni reads its configuration and its certificate again. */
    void reload() {
        patroni.signal("HUP");
    }

    /** Only Patroni dies; its PostgreSQL lives on. */
    void killPatroni() {
        patroni.close();
    }

    String logText() {
        return patroni.logText();
    }

    /** The end of the fixture: nothing of the node runs on, and its data is deleted. */
    void dispose() {
        if (patroni != null) {
            patroni.close();
        }
        postmaster().ifPresent(Postmaster::quit);
        Target.deleteRecursively(data());
    }

    Path data() {
        return options.data(name).orElseGet(() -> folder.resolve(name));
    }
}
