package io.greenlang.patroni.monitor.testing;

import static java.util.stream.Collectors.joining;

import io.greenlang.patroni.monitor.model.Lsn;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A real Patroni cluster on loopback: a DCS, which is one etcd unless told otherwise, and some members named {@code patroni-0}, {@code patroni-1}, … on free
 * ports, with {@code docs/setup.sql} run and a password set for the role {@code patroni_monitor}.
 *
 * <p>Used by one thread, except {@link #primary()} and {@link #superuser}. {@link #close()}, or else the end of this JVM,
 * ends everything that was started.
 */
public final class RealCluster implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);

    private final ClusterOptions options;
    private final Path folder;
    private final Account account;
    private final PatroniDcs dcs;
    private final Patronictl patronictl;
    private final MonitorRole monitorRole;
    private final PgBackRest pgBackRest;
    private final Map<String, PatroniNode> nodes = new LinkedHashMap<>();
    private final Thread atExit = new Thread(this::dispose, "end-cluster");

    private RealCluster(ClusterOptions options) {
        this.options = options;
        folder = options.folderOrNew();
        account = Account.owning(folder);
        dcs = options.dcs(folder, account);
        patronictl = new Patronictl(options, dcs, folder);
        monitorRole = new MonitorRole(options.setupSql(), folder);
        pgBackRest = new PgBackRest(folder, account);
    }

    public static ClusterOptions of(Flavour flavour) {
        return new ClusterOptions(flavour);
    }

    static RealCluster start(ClusterOptions options) {
        RealCluster cluster = new RealCluster(options);
        Runtime.getRuntime().addShutdownHook(cluster.atExit);
        try {
            cluster.startAll();
            return cluster;
        } catch (RuntimeException | AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    private void startAll() {
        dcs.start();
        List<String> names = IntStream.range(0, options.nodes())
                .mapToObj(i -> "patroni-" + i)
                .toList();
        PatroniNode first = newNode(names.get(0));
        first.awaitStatus(options.isStandbyCluster() ? "/standby-leader" : "/primary", 200, START);
        names.stream().skip(1).forEach(this::newNode);
        if (!options.isStandbyCluster()) {
            monitorRole.create(first);
        }
        monitorRole.writePassword();
        awaitStreaming();
    }

    private PatroniNode newNode(String name) {
        PatroniNode node = new PatroniNode(name, options, dcs, folder, account);
        nodes.put(name, node);
        if (options.backups()) {
            node.environment(pgBackRest.serverEnvironment(name, node.data()));
        }
        node.start();
        return node;
    }

    /** Runs pgBackRest on a member, with the arguments after {@code --stanza}; it must succeed. */
    public String pgBackRest(String member, String... arguments) {
        return pgBackRest.run(member, pgPort(member), arguments).orThrow(String.join(" ", arguments));
    }

    /** The same, and does not wait. */
    public ServerProcess startPgBackRest(String member, String... arguments) {
        return pgBackRest.start(member, pgPort(member), arguments);
    }

    /** Where it keeps its repository and its locks, with {@link ClusterOptions#withPgBackRest()}. */
    public PgBackRest pgBackRest() {
        return pgBackRest;
    }

    public String scope() {
        return options.scope();
    }

    /** Members in the order in which they were added. */
    public List<String> names() {
        return List.copyOf(nodes.keySet());
    }

    /** Logs, configuration files and data. */
    public Path folder() {
        return folder;
    }

    /** Base address of a member's REST API, without a slash at the end. */
    public String restUrl(String name) {
        return node(name).restUrl();
    }

    public int restPort(String name) {
        return node(name).restPort();
    }

    public int pgPort(String name) {
        return node(name).postgresPort();
    }

    public String monitorPassword() {
        return MonitorRole.PASSWORD;
    }

    public Path monitorPasswordFile() {
        return monitorRole.passwordFile();
    }

    /** This cluster as an entry of {@code patroni-monitor.clusters}, every member a seed. */
    public String monitorConfig() {
        return "\"%s\" {%n%s}%n".formatted(scope(), monitorSettings());
    }

    /** The processes that a member's Patroni and PostgreSQL began with; all others descend from them. */
    public List<Long> pids(String name) {
        return List.of(node(name).pid(), node(name).runningPostmaster().pid());
    }

    /** What stands in that entry. */
    public String monitorSettings() {
        return """
                  seeds = [%s]
                  expected-members = %d
                  postgres { username = patroni_monitor, password-file = "%s" }
                """.formatted(
                nodes.values().stream().map(node -> '"' + node.restUrl() + '"').collect(joining(", ")),
                nodes.size(),
                monitorPasswordFile());
    }

    /** The block {@code dcs}, to be added to {@link #monitorSettings}. */
    public String monitorDcs(String namespace) {
        return "dcs { kind = etcd3, namespace = %s, endpoints = [%s] }%n"
                .formatted(
                        namespace,
                        etcd().endpoints().stream()
                                .map(endpoint -> '"' + endpoint + '"')
                                .collect(joining(", ")));
    }

    /** Patroni's and PostgreSQL's output of one member, over all its lives. */
    public String logText(String name) {
        return node(name).logText();
    }

    /** The member whose Patroni holds the leader key and says that its PostgreSQL is primary. */
    public Optional<String> findPrimary() {
        return nodes.values().stream()
                .filter(PatroniNode::isPrimary)
                .map(PatroniNode::name)
                .findFirst();
    }

    public String primary() {
        return findPrimary().orElseThrow(() -> new IllegalStateException("no primary now"));
    }

    public List<String> replicas() {
        String primary = primary();
        return names().stream().filter(name -> !name.equals(primary)).toList();
    }

    /** Members whose PostgreSQL takes writes, asked by SQL; two of them are a split brain. */
    public List<String> writable() {
        return names().stream().filter(name -> node(name).isWritable()).toList();
    }

    /** A new connection to a member's PostgreSQL; reads wait at most 30 s. */
    public Connection superuser(String name) throws SQLException {
        return node(name).superuser();
    }

    public void execute(String name, String sql) {
        node(name).execute(sql);
    }

    /** The first column of the first row, as text. */
    public String queryOne(String name, String sql) {
        return node(name).queryOne(sql);
    }

    /** The command that opens a superuser's session. */
    public String psql(String name) {
        return "PGPASSWORD=%s psql -h 127.0.0.1 -p %d -U postgres"
                .formatted(ClusterOptions.SUPERUSER_PASSWORD, pgPort(name));
    }

    /** The member that holds the leader key; in a standby cluster that is the standby leader. */
    public String leader() {
        return nodes.values().stream()
                .filter(PatroniNode::isLeader)
                .map(PatroniNode::name)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no leader now"));
    }

    /**
     * Waits until there is one leader, every other member that has not been killed or removed streams from it or from
     * another one, unless it is tagged not to, and Patroni has published so.
     */
    public void awaitStreaming() {
        Await.until(scope() + " streams, see " + folder, START, () -> {
            List<PatroniNode> running =
                    nodes.values().stream().filter(PatroniNode::isRunning).toList();
            List<String> names = running.stream().map(PatroniNode::name).toList();
            long due = running.stream().filter(node -> !node.forbidsStreaming()).count() - 1;
            long streaming =
                    running.stream().mapToLong(node -> node.streamingTo(names)).sum();
            return streaming == due && node(leader()).healthyMembers().containsAll(names);
        });
    }

    public void awaitPrimary(String name) {
        Await.until(
                name + " is primary, see " + folder, START, () -> findPrimary().equals(Optional.of(name)));
    }

    /** Waits until somebody else than the given member is primary, and tells who. */
    public String awaitPrimaryOtherThan(String former) {
        return Await.value(
                "another primary than " + former + ", see " + folder,
                START,
                () -> findPrimary().filter(name -> !name.equals(former)));
    }

    /** SIGKILL to Patroni and its PostgreSQL, as if the host had gone. */
    public void kill9(String name) {
        kill9PatroniOnly(name);
        node(name).postmaster().ifPresent(Postmaster::kill);
    }

    /** SIGKILL to Patroni; its PostgreSQL lives on and, as primary, goes on taking writes. */
    public void kill9PatroniOnly(String name) {
        node(name).killPatroni();
    }

    /** SIGSTOP to Patroni: its REST API takes connections and answers none, its PostgreSQL goes on. */
    public void freezePatroni(String name) {
        node(name).signalPatroni("STOP");
    }

    public void thawPatroni(String name) {
        node(name).signalPatroni("CONT");
    }

    /** SIGKILL to PostgreSQL; Patroni starts it again. */
    public void kill9Postgres(String name) {
        node(name).runningPostmaster().kill();
    }

    /** Clean stop of a member, which can be started again. */
    public void stop(String name) {
        node(name).stop();
    }

    /** SIGHUP to Patroni, which reads its files again, the certificate of its REST API too; does not wait. */
    public void reload(String name) {
        node(name).reload();
    }

    /** Starts the Patroni of a member that was killed or stopped; does not wait. */
    public void start(String name) {
        node(name).start();
    }

    /**
     * Stops a member cleanly and starts it with a wall clock of its own; does not wait for it to run.
     *
     * @param ahead of the true time; zero gives it back its clock
     */
    public void restartAhead(String name, Duration ahead) {
        node(name).stop();
        node(name).environment(ahead.isZero() ? Map.of() : FakeClock.ofMember(folder, ahead));
        node(name).start();
    }

    /** Stops a member cleanly and starts it with another Patroni on the same data; does not wait for it to run. */
    public void restartOn(String name, Flavour flavour) {
        node(name).stop();
        node(name).use(flavour);
        node(name).start();
    }

    /** SIGSTOP to the postmaster and all its children: TCP connects, nothing answers. */
    public void freezePostgres(String name) {
        node(name).runningPostmaster().freeze();
    }

    /** SIGSTOP to the postmaster only: open sessions work, new ones hang, Patroni notices nothing. */
    public void freezePostmasterOnly(String name) {
        node(name).runningPostmaster().freezeOnlyItself();
    }

    public void thawPostgres(String name) {
        node(name).runningPostmaster().thaw();
    }

    /**
     * A replica receives WAL and does not replay it until {@link #resumeReplay}.
     *
     * <p>From PostgreSQL 14 on, Patroni undoes {@code pg_wal_replay_pause()} within a loop (and so makes
     * {@code pg_is_wal_replay_paused()} false again). So the startup process is stopped too, after it has come to rest in
     * the pause, where it holds no lock that a query could wait for.
     */
    public void pauseReplay(String name) {
        new StandbyFaults(node(name)).pauseReplay();
    }

    public void resumeReplay(String name) {
        new StandbyFaults(node(name)).resumeReplay();
    }

    /**
     * SIGSTOP to the WAL receiver: the connection stays, nothing comes through. The primary ends it after
     * {@code wal_sender_timeout}, a minute by default.
     */
    public void freezeReceiver(String name) {
        new StandbyFaults(node(name)).freezeReceiver();
    }

    public void thawReceiver(String name) {
        new StandbyFaults(node(name)).thawReceiver();
    }

    /** What the command printed; the scope is not added. */
    public String patronictl(String... arguments) {
        return patronictl.run(arguments);
    }

    /** What {@code patronictl -c} takes. */
    public Path controlFile() {
        return patronictl.controlFile();
    }

    /**
     * Changes the dynamic configuration; does not wait for the members to follow.
     *
     * @param settings such as {@code synchronous_mode=quorum}; {@code null} removes one
     */
    public void configure(String... settings) {
        List<String> arguments = new ArrayList<>(List.of("edit-config", scope(), "--force", "--quiet"));
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        patronictl(arguments.toArray(String[]::new));
    }

    /** Maintenance mode; returns when every member knows. */
    public void pause() {
        patronictl("pause", "--wait", scope());
    }

    public void resume() {
        patronictl("resume", "--wait", scope());
    }

    /** A planned change of the primary; returns when the candidate is primary and the others stream from it. */
    public void switchover(String candidate) {
        patronictl("switchover", scope(), "--candidate", candidate, "--force");
        awaitPrimary(candidate);
        awaitStreaming();
    }

    public Etcd etcd() {
        return dcs(Etcd.class);
    }

    /** With {@link ClusterOptions#onKubernetes}. */
    public KubernetesDcs kubernetes() {
        return dcs(KubernetesDcs.class);
    }

    /** With {@link ClusterOptions#onConsul}. */
    public Consul consul() {
        return dcs(Consul.class);
    }

    private <T extends PatroniDcs> T dcs(Class<T> kind) {
        return kind.cast(dcs);
    }

    public void stopEtcd() {
        etcd().stop();
    }

    public void startEtcd() {
        etcd().start();
    }

    /** Returns when the new member streams. */
    public void addNode(String name) {
        newNode(name);
        awaitStreaming();
    }

    /** Stops a member cleanly and forgets it; Patroni lists it as {@code stopped} until the ttl is over. */
    public void removeNode(String name) {
        PatroniNode node = node(name);
        node.stop();
        node.dispose();
        nodes.remove(name);
    }

    /** Writes to the primary of the moment until closed. */
    public WriteLoop writeLoop() {
        return WriteLoop.start(this);
    }

    /** Writes to the primary of the moment, as an application does, until closed. */
    public WritingClient writingClient() {
        return WritingClient.start(
                nodes.values().stream().map(PatroniNode::postgresPort), ClusterOptions.SUPERUSER_PASSWORD);
    }

    /** Fills pgbench's tables and has two clients of it commit a hundred times a second each until closed. */
    public ServerProcess pgbench(String name) {
        Map<String, String> password = Map.of("PGPASSWORD", ClusterOptions.SUPERUSER_PASSWORD);
        List<String> command = List.of(
                PostgresPrograms.DEBIAN_15.resolve("pgbench").toString(),
                "--host=127.0.0.1",
                "--port=" + pgPort(name),
                "--username=postgres");
        List<String> load = new ArrayList<>(command);
        load.addAll(List.of("--client=2", "--rate=200", "--time=3600", "postgres"));
        List<String> fill = new ArrayList<>(command);
        fill.addAll(List.of("--initialize", "--quiet", "postgres"));
        Command.run(fill, password).orThrow("filling pgbench's tables");
        return ServerProcess.start("pgbench", folder, load, password);
    }

    /**
     * The end of the last whole record of WAL on the disk of a member that is dead.
     *
     * @param from where a record begins or the WAL ends; the answer when there is no record
     */
    public Lsn endOfWal(String name, int timeline, Lsn from) {
        return new WalOnDisk(PostgresPrograms.DEBIAN_15, node(name).data()).end(timeline, from);
    }

    private PatroniNode node(String name) {
        return Optional.ofNullable(nodes.get(name))
                .orElseThrow(() -> new IllegalArgumentException(name + " is none of " + nodes.keySet()));
    }

    @Override
    public void close() {
        dispose();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void dispose() {
        Collection<PatroniNode> all = nodes.values();
        all.stream().filter(PatroniNode::isRunning).forEach(PatroniNode::killPatroni);
        all.forEach(PatroniNode::dispose);
        dcs.dispose();
        pgBackRest.dispose();
    }
}
