package io.greenlang.patroni.monitor.testing;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * How a cluster is to be. Set before it starts, read afterwards.
 *
 * <p>The times are the quickest with which a busy machine of two cores does not lose its leader; Patroni asks for
 * {@code loop_wait + 2 * retry_timeout <= ttl} and {@code ttl >= 20}.
 */
public final class ClusterOptions {
    static final String SUPERUSER_PASSWORD = "superuser-secret";
    static final String REPLICATION_PASSWORD = "replication-secret";

    private static final String STANDBY_CLUSTER = "standby_cluster";

    private final Flavour flavour;
    private final Map<String, Flavour> flavours = new HashMap<>();
    private final Map<String, Map<String, Object>> tags = new HashMap<>();
    private final Map<String, Object> dynamic = new HashMap<>();
    private final Map<String, String> parameters = new HashMap<>(Map.of(
            "shared_buffers", "16MB",
            "max_wal_size", "256MB",
            "fsync", "off",
            // shared memory files stay in the data directory, so that a kill leaves nothing in /dev/shm
            "dynamic_shared_memory_type", "mmap",
            "log_line_prefix", "%m [%p] %u@%d/%a "));
    private String scope = "greenlang-cluster";
    private int nodes = 3;
    private BiFunction<Path, Account, PatroniDcs> dcs = (folder, account) -> new Etcd(folder, account, 1);
    private int ttl = 20;
    private int loopWait = 3;
    private int retryTimeout = 5;
    private boolean backups;
    private Optional<CertificateFiles> certificates = Optional.empty();
    private String logLevel = "INFO";
    private Path programs = PostgresPrograms.DEBIAN_15;
    private Path setupSql = Path.of("docs/setup.sql");
    private Optional<Path> folder = Optional.empty();
    private final Map<String, Path> data = new HashMap<>();

    ClusterOptions(Flavour flavour) {
        this.flavour = flavour;
    }

    public ClusterOptions scope(String value) {
        scope = value;
        return this;
    }

    public ClusterOptions nodes(int value) {
        nodes = value;
        return this;
    }

    /** Patroni tells of every request that its REST API answers. */
    public ClusterOptions logsRequests() {
        logLevel = "DEBUG";
        return this;
    }

    String logLevel() {
        return logLevel;
    }

    /** How many make the quorum; one otherwise. */
    public ClusterOptions etcds(int value) {
        dcs = (where, account) -> new Etcd(where, account, value);
        return this;
    }

    /**
     * The DCS is an API server of Kubernetes; {@code src/setup/setup.sh --dcs} installs it.
     *
     * @param useEndpoints as in {@code patroni.yml}; with false it is ConfigMaps
     */
    public ClusterOptions onKubernetes(boolean useEndpoints) {
        dcs = (where, account) -> new KubernetesDcs(where, account, scope, useEndpoints);
        return this;
    }

    /** The DCS is Consul, with ACLs, of so many servers; {@code src/setup/setup.sh --dcs} installs it. */
    public ClusterOptions onConsul(int servers) {
        dcs = (where, account) -> new Consul(where, account, servers);
        return this;
    }

    PatroniDcs dcs(Path where, Account account) {
        return dcs.apply(where, account);
    }

    /** Seconds. */
    public ClusterOptions times(int ttlSeconds, int loopWaitSeconds, int retryTimeoutSeconds) {
        ttl = ttlSeconds;
        loopWait = loopWaitSeconds;
        retryTimeout = retryTimeoutSeconds;
        return this;
    }

    public ClusterOptions tags(String member, Map<String, Object> value) {
        tags.put(member, Map.copyOf(value));
        return this;
    }

    /** A PostgreSQL parameter of every member. */
    public ClusterOptions parameter(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    /** A setting of the dynamic configuration, such as {@code synchronous_mode}; the value becomes JSON. */
    public ClusterOptions dynamic(String setting, Object value) {
        dynamic.put(setting, value);
        return this;
    }

    /** A standby cluster, which follows a member of another cluster. */
    public ClusterOptions standbyOf(RealCluster source, String member) {
        return dynamic(STANDBY_CLUSTER, Map.of("host", "127.0.0.1", "port", source.pgPort(member)));
    }

    /** The Patroni of one member, when it is not that of the cluster. */
    public ClusterOptions flavour(String member, Flavour value) {
        flavours.put(member, value);
        return this;
    }

    /** Patroni's REST API and PostgreSQL speak TLS, with the files that {@link CertificateFiles#write} has written. */
    public ClusterOptions withTls(CertificateFiles files) {
        certificates = Optional.of(files);
        return parameter("ssl", "on")
                .parameter("ssl_cert_file", files.certificate().toString())
                .parameter("ssl_key_file", files.key().toString());
    }

    Optional<CertificateFiles> certificates() {
        return certificates;
    }

    String restScheme() {
        return certificates.isPresent() ? "https" : "http";
    }

    /** WAL is archived by pgBackRest: {@link RealCluster#pgBackRest()}. */
    public ClusterOptions withPgBackRest() {
        backups = true;
        return parameter("archive_mode", "on").parameter("archive_command", PgBackRest.ARCHIVE_COMMAND);
    }

    /** An older PostgreSQL than Debian's 15: 13 or 14. */
    public ClusterOptions olderPostgres(int majorVersion) {
        programs = PostgresPrograms.withOlderServer(majorVersion);
        return this;
    }

    /** A PostgreSQL 15 whose minor version can be changed while the cluster runs. */
    public ClusterOptions postgres(UpgradablePostgres value) {
        programs = value.programs();
        return this;
    }

    /** What psql runs on the primary before the cluster counts as started. It must make the monitor's role. */
    public ClusterOptions setupSql(Path value) {
        setupSql = value;
        return this;
    }

    /** Where everything is written, instead of a new folder below {@code target/fixtures}. */
    public ClusterOptions folder(Path value) {
        folder = Optional.of(value.toAbsolutePath());
        return this;
    }

    /** Where a member's data directory is made, instead of in the folder; the one above it must be postgres' own. */
    public ClusterOptions data(String member, Path value) {
        data.put(member, value.toAbsolutePath());
        return this;
    }

    /** Returns when every replica streams. */
    public RealCluster start() {
        return RealCluster.start(this);
    }

    /** One cluster for all tests of a class. */
    public ClusterExtension asExtension() {
        return new ClusterExtension(this);
    }

    /** Of every member that has none of its own, and of {@code patronictl}. */
    Flavour flavour() {
        return flavour;
    }

    Flavour flavour(String member) {
        return flavours.getOrDefault(member, flavour);
    }

    String scope() {
        return scope;
    }

    int nodes() {
        return nodes;
    }

    int ttl() {
        return ttl;
    }

    int loopWait() {
        return loopWait;
    }

    int retryTimeout() {
        return retryTimeout;
    }

    Map<String, Object> dynamic() {
        return Map.copyOf(dynamic);
    }

    boolean isStandbyCluster() {
        return dynamic.containsKey(STANDBY_CLUSTER);
    }

    Path programs() {
        return programs;
    }

    boolean backups() {
        return backups;
    }

    Map<String, Object> tags(String member) {
        return tags.getOrDefault(member, Map.of());
    }

    Map<String, String> parameters() {
        return Map.copyOf(parameters);
    }

    Path setupSql() {
        return setupSql;
    }

    Optional<Path> data(String member) {
        return Optional.ofNullable(data.get(member));
    }

    Path folderOrNew() {
        return folder.orElseGet(() -> Target.newFolder(scope));
    }
}
