package io.greenlang.patroni.monitor.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One Patroni cluster to watch.
 *
 * @param name the value of the label {@code cluster}, different for each; what Patroni calls it is {@link #scope()}
 * @param expectedMembers 0 when none is configured
 * @param dcs null when the DCS is not read directly
 * @param endpoints where its applications connect
 */
public record ClusterConfig(
        String name,
        Discovery discovery,
        int expectedMembers,
        PollConfig poll,
        InputLimits input,
        PatroniConfig patroni,
        PostgresConfig postgres,
        DiskConfig disk,
        @Nullable DcsConfig dcs,
        Thresholds thresholds,
        EndpointsConfig endpoints) {

    /** What Patroni calls the cluster. Several may have the same: a development and a production cluster, Citus groups. */
    public String scope() {
        return discovery.scope();
    }

    /**
     * One that was found in the DCS, which shows its members: all else is as here.
     *
     * @param scope what Patroni calls it
     */
    public ClusterConfig found(String cluster, String scope, DcsConfig where) {
        Discovery like = discovery;
        return new ClusterConfig(
                cluster,
                new Discovery(
                        scope,
                        List.of(),
                        null,
                        like.dnsScheme(),
                        like.addresses(),
                        like.forgetAfter(),
                        like.forgetMembers()),
                expectedMembers,
                poll,
                input,
                patroni,
                postgres,
                disk,
                where,
                thresholds,
                endpoints);
    }

    public ClusterConfig withPoll(PollConfig other) {
        return new ClusterConfig(
                name, discovery, expectedMembers, other, input, patroni, postgres, disk, dcs, thresholds, endpoints);
    }

    public ClusterConfig withThresholds(Thresholds other) {
        return new ClusterConfig(
                name, discovery, expectedMembers, poll, input, patroni, postgres, disk, dcs, other, endpoints);
    }

    public ClusterConfig withEndpoints(EndpointsConfig other) {
        return new ClusterConfig(
                name, discovery, expectedMembers, poll, input, patroni, postgres, disk, dcs, thresholds, other);
    }

    public ClusterConfig withPatroni(PatroniConfig other) {
        return new ClusterConfig(
                name, discovery, expectedMembers, poll, input, other, postgres, disk, dcs, thresholds, endpoints);
    }

    /**
     * How members are found.
     *
     * @param scope what each of them must say that it belongs to
     * @param seeds base addresses of REST APIs, without a path
     * @param dns {@code host:port}, every address of which is a seed; null when not used
     * @param dnsScheme {@code http} or {@code https} for seeds found by DNS
     * @param addresses where members are asked
     * @param forgetAfter how long a vanished member stays known, as down
     * @param forgetMembers names of members that were removed on purpose
     */
    public record Discovery(
            String scope,
            List<URI> seeds,
            @Nullable HostAndPort dns,
            String dnsScheme,
            MemberAddresses addresses,
            Duration forgetAfter,
            Set<String> forgetMembers) {
        public Discovery {
            seeds = List.copyOf(seeds);
            forgetMembers = Set.copyOf(forgetMembers);
        }

        /** Only the DCS can tell of members. */
        public boolean isSeedless() {
            return seeds.isEmpty() && dns == null;
        }
    }

    /**
     * A name that is resolved again each time.
     *
     * @param host an IPv6 address stands in brackets
     * @param port 1 to 65535
     */
    public record HostAndPort(String host, int port) {}

    /**
     * Pace and patience.
     *
     * @param interval between the starts of two rounds
     * @param httpTimeout for one REST call as a whole; cut to what is left of the round
     * @param sqlTimeout for one SQL answer as a whole, connecting included; cut to what is left of the round
     * @param postmasterCheck between two looks at whether PostgreSQL takes new connections: a frozen postmaster does not,
     *     though the sessions that it started answer on
     * @param connectionLifetime the age at which a kept SQL connection is replaced
     */
    public record PollConfig(
            Duration interval,
            Duration httpTimeout,
            Duration sqlTimeout,
            SlowPace slow,
            Duration postmasterCheck,
            Duration connectionLifetime) {

        public PollConfig withTimeouts(Duration http, Duration sql) {
            return new PollConfig(interval, http, sql, slow, postmasterCheck, connectionLifetime);
        }
    }

    /**
     * Of what takes long or changes slowly.
     *
     * @param interval between two readings of sizes, {@code /history} and {@code /config}
     * @param timeout for one reading of sizes, of backups, or of TimescaleDB
     * @param backupInterval between two readings of what pgBackRest says
     */
    public record SlowPace(Duration interval, Duration timeout, Duration backupInterval, TimescalePace timescale) {}

    /**
     * How TimescaleDB is looked for.
     *
     * @param interval between two looks into a member's databases
     * @param maxDatabases into how many, the one that the monitor connects to first; 0 for none
     */
    public record TimescalePace(Duration interval, int maxDatabases) {}

    /**
     * @param username null when none is sent (Patroni never asks for one on GET; a proxy before it may)
     * @param hosts that the configuration names: nobody else gets the password, or is quoted
     */
    public record PatroniConfig(
            @Nullable String username, @Nullable Secret password, Tls tls, HostList hosts) {}

    /**
     * @param caFile null for the JDK's own trust store
     * @param certFile the client's certificate chain; null when none is presented
     * @param keyFile the client's key, PKCS#8
     */
    public record Tls(
            @Nullable Path caFile,
            @Nullable Path certFile,
            @Nullable Path keyFile,
            boolean verifyHostname) {
        /** Some of it stands in files; else all is the JDK's own. */
        public boolean namesFiles() {
            return caFile != null || certFile != null || keyFile != null;
        }

        /**
         * Who answers an https question was vouched for by an authority that the configuration names. One that the JDK trusts
         * is not enough: it vouches for anybody, under that one's own name.
         */
        public boolean provesHosts() {
            return caFile != null && verifyHostname;
        }
    }

    /**
     * @param password null when none is needed (peer, trust, certificate)
     * @param sslmode as libpq and pgjdbc name it
     * @param sslRootCert null for the driver's default
     * @param clientCertificate null when none is presented
     */
    public record PostgresConfig(
            boolean enabled,
            String username,
            @Nullable Secret password,
            String database,
            String sslmode,
            @Nullable Path sslRootCert,
            @Nullable ClientCertificate clientCertificate,
            PasswordUse passwordUse,
            Watched watched) {

        public PostgresConfig withDatabase(String other) {
            return new PostgresConfig(
                    enabled, username, password, other, sslmode, sslRootCert, clientCertificate, passwordUse, watched);
        }

        public PostgresConfig withTls(String mode, @Nullable Path rootCert, @Nullable ClientCertificate certificate) {
            return new PostgresConfig(
                    enabled, username, password, database, mode, rootCert, certificate, passwordUse, watched);
        }

        /** The server must show a certificate for its name, by an authority that the configuration names. */
        public boolean provesHosts() {
            return sslmode.equals("verify-full");
        }

        /**
         * Who may get the password, and how.
         *
         * @param requireAuth every other way of asking for it is refused
         * @param hosts that may get it in a readable form, or as a hash that is as good, where {@code requireAuth} allows that
         */
        public record PasswordUse(RequireAuth requireAuth, HostList hosts) {}

        /**
         * What is looked at.
         *
         * @param databases names of those that are watched; empty for all but templates
         * @param maxDatabases watched at most, the first by name
         * @param longTransactionRoles whose transactions may take as long as they like
         */
        public record Watched(Set<String> databases, int maxDatabases, Set<String> longTransactionRoles) {
            public Watched {
                databases = Set.copyOf(databases);
                longTransactionRoles = Set.copyOf(longTransactionRoles);
            }
        }
    }

    /** What PostgreSQL is shown: the certificate and its PKCS#8 key. */
    public record ClientCertificate(Path certFile, Path keyFile) {}
}
