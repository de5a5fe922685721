package io.greenlang.patroni.monitor.config;

import io.greenlang.patroni.monitor.config.ClusterConfig.Discovery;
import io.greenlang.patroni.monitor.config.ClusterConfig.HostAndPort;
import io.greenlang.patroni.monitor.config.ClusterConfig.PatroniConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PollConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.SlowPace;
import io.greenlang.patroni.monitor.config.ClusterConfig.TimescalePace;
import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** One block below {@code clusters}, which falls back on {@code cluster-defaults}. */
final class ClusterReader {
    private static final Format<Integer> MEMBERS = Quantities.wholeNumber(0, 1000);
    private static final Format<Integer> DATABASES = Quantities.wholeNumber(0, 1000);
    private static final Format<Duration> TIMEOUT = Quantities.durationFrom(Duration.ofMillis(1));
    private static final Format<Duration> INTERVAL = Quantities.durationFrom(Duration.ofSeconds(1));

    /** HikariCP replaces a shorter life time by half an hour. */
    private static final Format<Duration> CONNECTION_AGE = Quantities.durationFrom(Duration.ofSeconds(30));

    private static final Format<Integer> THINGS = Quantities.wholeNumber(1, 1000);
    private static final Format<Integer> NAME_LENGTH = Quantities.wholeNumber(63, 1000);

    /** An address with the longest host name that there may be fits into it. */
    private static final Format<Integer> TEXT_LENGTH = Quantities.wholeNumber(300, 10_000);

    private static final Format<Integer> ENTRIES = Quantities.wholeNumber(1, 100_000);
    private static final Format<Integer> ANSWER_BYTES = sizeUpTo(4 << 10, 64 << 20);

    private ClusterReader() {}

    static ClusterConfig read(String name, Section cluster, ThresholdsReader thresholds) {
        Discovery discovery = discovery(name, cluster);
        int expectedMembers = cluster.read("expected-members", MEMBERS);
        InputLimits input = inputLimits(cluster.block("input-limits"));
        if (expectedMembers > input.members()) {
            cluster.refuse(
                    "expects " + expectedMembers + " members and takes in " + input.members(),
                    "allowed: at least as many in input-limits.members");
        }
        HostList named = namedHosts(discovery);
        Section postgres = cluster.block("postgres");
        PostgresConfig members = PostgresReader.read(postgres, named);
        return new ClusterConfig(
                name,
                discovery,
                expectedMembers,
                poll(cluster.block("poll")),
                input,
                patroni(cluster.block("patroni"), named),
                members,
                DiskReader.read(cluster.block("disk"), named),
                DcsReader.read(cluster.block("dcs")),
                thresholds.read(cluster.block("thresholds")),
                PostgresReader.endpoints(cluster.block("client-endpoints"), postgres, members));
    }

    private static HostList namedHosts(Discovery discovery) {
        HostList named = discovery.addresses().hosts();
        for (URI seed : discovery.seeds()) {
            named = named.and(HostList.of(Authority.of(seed).host()));
        }
        HostAndPort dns = discovery.dns();
        return dns == null ? named : named.and(HostList.of(dns.host()));
    }

    /** @param named by other keys of the cluster */
    static HostList trusted(Section block, HostList named) {
        return block.readAll("send-credentials-to", Addresses.TRUSTED).stream().reduce(named, HostList::and);
    }

    private static Discovery discovery(String name, Section cluster) {
        String scope = cluster.readIfGiven("scope", Texts.NON_BLANK);
        return new Discovery(
                scope == null ? name : scope,
                cluster.readAll("seeds", Addresses.SEED),
                cluster.readIfGiven("dns", Addresses.HOST_AND_PORT),
                cluster.read("dns-scheme", Texts.oneOf("http", "https")),
                addresses(cluster.block("member-addresses")),
                cluster.read("forget-after", INTERVAL),
                Set.copyOf(cluster.readAll("forget-members", Texts.NON_BLANK)));
    }

    private static MemberAddresses addresses(Section addresses) {
        HostAndPort postgres = addresses.readIfGiven("postgres", Addresses.HOST_TEMPLATE);
        return new MemberAddresses(
                addresses.readIfGiven("patroni", Addresses.SEED_TEMPLATE),
                postgres == null ? null : postgres.host(),
                postgres == null ? null : postgres.port());
    }

    private static InputLimits inputLimits(Section limits) {
        return new InputLimits(
                limits.read("members", THINGS),
                limits.read("absent-members", MEMBERS),
                limits.read("name-length", NAME_LENGTH),
                limits.read("text-length", TEXT_LENGTH),
                limits.read("slots", THINGS),
                limits.read("history-entries", ENTRIES),
                limits.read("status-size", ANSWER_BYTES),
                limits.read("answer-size", ANSWER_BYTES),
                limits.read("sql-answer-size", ANSWER_BYTES));
    }

    private static Format<Integer> sizeUpTo(int least, int most) {
        return new Format<>("a size from " + (least >> 10) + "KiB to " + (most >> 20) + "MiB", text -> {
            double bytes = Quantities.SIZE.parse(text);
            if (bytes < least || bytes > most) {
                throw new Refused("is out of range");
            }
            return (int) bytes;
        });
    }

    private static PollConfig poll(Section poll) {
        poll.requireOrder("interval", "slow-interval", INTERVAL);
        poll.requireOrder("slow-interval", "backup-interval", INTERVAL);
        poll.requireOrder("slow-interval", "timescaledb-interval", INTERVAL);
        return new PollConfig(
                poll.read("interval", INTERVAL),
                poll.read("http-timeout", TIMEOUT),
                poll.read("sql-timeout", TIMEOUT),
                new SlowPace(
                        poll.read("slow-interval", INTERVAL),
                        poll.read("slow-timeout", TIMEOUT),
                        poll.read("backup-interval", INTERVAL),
                        new TimescalePace(
                                poll.read("timescaledb-interval", INTERVAL),
                                poll.read("timescaledb-max-databases", DATABASES))),
                poll.read("postmaster-check", INTERVAL),
                poll.read("connection-lifetime", CONNECTION_AGE));
    }

    private static PatroniConfig patroni(Section patroni, HostList named) {
        patroni.requireTogether("username", "password-file");
        Path passwordFile = patroni.readIfGiven("password-file", Texts.READABLE_FILE);
        return new PatroniConfig(
                patroni.readIfGiven("username", Texts.NON_BLANK),
                passwordFile == null ? null : Secret.inFile(passwordFile),
                tls(patroni.block("tls")),
                trusted(patroni, named));
    }

    static Tls tls(Section tls) {
        tls.requireTogether("cert-file", "key-file");
        return new Tls(
                tls.readIfGiven("ca-file", Texts.READABLE_FILE),
                tls.readIfGiven("cert-file", Texts.READABLE_FILE),
                tls.readIfGiven("key-file", Texts.READABLE_FILE),
                tls.read("verify-hostname", Texts.SWITCH));
    }
}
