package io.greenlang.patroni.monitor.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueFactory;
import io.greenlang.patroni.monitor.config.MonitorConfig.LogConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration: what somebody wrote, on top of reference.conf. Either all of it is valid, or all that is
 * wrong with it is said at once. Immutable; may be asked again at any time, from any thread.
 */
public final class ConfigLoader {
    static final String ROOT = "patroni-monitor";

    private static final String COMMAND_LINE = "command line";
    private static final Format<String> LEVEL = Texts.oneOf("trace", "debug", "info", "warn", "error");
    private static final Format<Duration> LIMIT = Quantities.durationFrom(Duration.ofMillis(1));
    private static final Format<Duration> KEEP = Quantities.durationFrom(Duration.ofDays(1));
    private static final Format<String> LOG_FORMAT = Texts.oneOf("text", "json");

    private final ThresholdsReader thresholds;

    /** @param rules that have limits, by their key below {@code thresholds} */
    public ConfigLoader(Map<String, LimitKind> rules) {
        this.thresholds = new ThresholdsReader(rules);
    }

    /** @throws ConfigException naming file, line, key and value of everything that is wrong, but no secret */
    public MonitorConfig load(Path file) throws ConfigException {
        return load(file.toString(), () -> {
            Config given = Hocon.parse(file);
            Problems problems = new Problems();
            KeysSetTwice.check(file, problems);
            return read(given, file.toString(), problems);
        });
    }

    /** @param source what problems are said to be in */
    public MonitorConfig load(String hocon, String source) throws ConfigException {
        return load(source, () -> {
            Config given = Hocon.parse(hocon, source);
            Problems problems = new Problems();
            KeysSetTwice.check(hocon, source, problems);
            return read(given, source, problems);
        });
    }

    /** The library follows every brace and every dot of a path with a call. */
    private static MonitorConfig load(String source, Reading reading) throws ConfigException {
        try {
            return reading.read();
        } catch (StackOverflowError e) {
            throw new ConfigException(List.of(source + ": is nested too deeply; look for a brace that is not closed"));
        }
    }

    private interface Reading {
        MonitorConfig read() throws ConfigException;
    }

    /**
     * A seed as it may be given on the command line.
     *
     * @throws IllegalArgumentException when it can't be one; the message says why, and what can
     */
    public static URI seed(String text) {
        try {
            return Addresses.SEED.parse(text);
        } catch (Refused refused) {
            throw new IllegalArgumentException(refused.wrong() + "; allowed: " + Addresses.SEED.allowed(), refused);
        }
    }

    /**
     * One cluster with every default.
     *
     * @param scope the cluster's name in Patroni
     * @param postgresUser null when only Patroni is to be asked
     * @param postgresPasswordFile null when no password is needed
     */
    public MonitorConfig quickLook(
            String scope, List<URI> seeds, @Nullable String postgresUser, @Nullable Path postgresPasswordFile)
            throws ConfigException {
        Map<String, Object> postgres = new HashMap<>();
        postgres.put("enabled", postgresUser != null);
        if (postgresUser != null) {
            postgres.put("username", postgresUser);
        }
        if (postgresPasswordFile != null) {
            postgres.put("password-file", postgresPasswordFile.toString());
        }
        Map<String, Object> cluster =
                Map.of("seeds", seeds.stream().map(URI::toString).toList(), "postgres", postgres);
        Map<String, Object> file = Map.of(ROOT, Map.of("clusters", Map.of(scope, cluster)));
        return read(ConfigValueFactory.fromMap(file, COMMAND_LINE).toConfig(), COMMAND_LINE, new Problems());
    }

    /** What holds when nobody configures anything: no cluster, and every default. */
    public MonitorConfig defaults() {
        ConfigObject defaults = reference().getObject(ROOT);
        Problems none = new Problems();
        return monitor(Section.root(none, defaults, defaults), none);
    }

    private static Config reference() {
        return ConfigFactory.parseResources(ConfigLoader.class.getClassLoader(), "reference.conf")
                .withOnlyPath(ROOT);
    }

    private MonitorConfig read(Config given, String source, Problems problems) throws ConfigException {
        Config reference = reference();
        ConfigObject defaults = reference.getObject(ROOT);
        ConfigObject all =
                OldKeys.renamed(Hocon.resolve(given, reference, source).root());
        new KnownKeys(defaults, problems).check(all);
        ConfigObject file = all.get(ROOT) instanceof ConfigObject block ? block : defaults;
        Section root = Section.root(problems, file, defaults);
        MonitorConfig config = monitor(root, problems);
        if (config.clusters().isEmpty() && !root.isBlock("discover")) {
            problems.add(
                    new Place(source, 0), "clusters", "names no cluster", "allowed: at least one, or a discover block");
        }
        problems.throwIfAny();
        return config;
    }

    private MonitorConfig monitor(Section root, Problems problems) {
        Section log = root.block("log");
        return new MonitorConfig(
                HttpReader.read(root.block("http")),
                new LogConfig(
                        log.read("level", LEVEL), log.read("format", LOG_FORMAT).equals("json")),
                state(root.block("state")),
                AlertingReader.organisation(root.block("organisation")),
                AlertingReader.alertmanager(root.block("alertmanager")),
                thresholds.read(root.block("thresholds")),
                ShardsReader.read(root.block("shards")),
                checklist(root.block("checklist")),
                clusters(root, new SeedOwners(problems)),
                DiscoverReader.read(root),
                ClusterReader.read("", ofAFoundCluster(root), thresholds));
    }

    /** Where every cluster is named, each may complete the defaults: what is wrong with them alone is nobody's problem. */
    private static Section ofAFoundCluster(Section root) {
        boolean areAllNamed = root.isBlock("clusters") && !root.isBlock("discover");
        return defaultCluster(areAllNamed ? root.withoutProblems() : root);
    }

    private static StateConfig state(Section state) {
        return new StateConfig(state.readIfGiven("directory", Texts.DIRECTORY), state.read("keep", KEEP));
    }

    private static ChecklistConfig checklist(Section checklist) {
        return new ChecklistConfig(
                checklist.read("max-lag", LIMIT),
                checklist.read("backup-age", LIMIT),
                checklist.read("require-backup", Texts.SWITCH));
    }

    private List<ClusterConfig> clusters(Section root, SeedOwners owners) {
        Section clusters = root.block("clusters");
        return clusters.blockNames().stream()
                .map(name -> cluster(name, clusters.block(name).fallingBackOn(defaultCluster(root)), owners))
                .toList();
    }

    private ClusterConfig cluster(String name, Section cluster, SeedOwners owners) {
        if (name.isBlank()) {
            cluster.refuse("has no name", "allowed: the Patroni scope, or another name and scope = \"…\"");
        }
        owners.add(name, cluster);
        if (!cluster.isGiven("seeds")
                && !cluster.isGiven("dns")
                && !cluster.block("dcs").isGiven("kind")) {
            cluster.refuse("has neither seeds nor dns nor dcs", "allowed: at least one of them");
        }
        return ClusterReader.read(name, cluster, thresholds);
    }

    /** What is given for all clusters: most of it in a block, pace and thresholds beside that. */
    private static Section defaultCluster(Section root) {
        return root.block("cluster-defaults").fallingBackOn(root);
    }
}
