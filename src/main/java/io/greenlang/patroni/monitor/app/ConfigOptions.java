package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.config.ConfigLoader;
import io.greenlang.patroni.monitor.config.DcsConfig;
import io.greenlang.patroni.monitor.config.DiscoverConfig;
import io.greenlang.patroni.monitor.config.DiskConfig;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.net.HttpTransport;
import io.greenlang.patroni.monitor.rule.Catalogue;
import io.greenlang.patroni.monitor.source.patroni.PatroniClient;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which clusters: a configuration file or, for a quick look at one, its seeds. No option takes a secret itself. */
final class ConfigOptions {
    private static final Path USUAL_PLACE = Path.of("/etc/patroni-monitor/patroni-monitor.conf");
    private static final Duration SEED_TIMEOUT = Duration.ofMillis(1500);

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration file (HOCON). Default: /etc/patroni-monitor/patroni-monitor.conf")
    private @Nullable Path config;

    @Option(
            names = "--seed",
            paramLabel = "URL",
            converter = SeedConverter.class,
            description = "Address of a member's Patroni REST API, instead of a configuration file. Repeatable.")
    private List<URI> seeds = new ArrayList<>();

    @Option(
            names = "--postgres-user",
            paramLabel = "NAME",
            description = "With --seed: the role for SQL. Default: no SQL")
    private @Nullable String postgresUser;

    @Option(
            names = "--postgres-password-file",
            paramLabel = "FILE",
            description = "With --seed: file with the role's password.")
    private @Nullable Path postgresPasswordFile;

    /** Made by the library. */
    static final class SeedConverter implements ITypeConverter<URI> {
        @Override
        public URI convert(String text) {
            try {
                return ConfigLoader.seed(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Knows the limits of every rule. */
    static ConfigLoader loader() {
        return new ConfigLoader(Catalogue.limits());
    }

    /** Reads the configuration as it is now, with every file that it names. */
    MonitorConfig read() throws ConfigException {
        return checked(parse());
    }

    boolean isSeeds() {
        return !seeds.isEmpty();
    }

    boolean isNamed() {
        return config != null;
    }

    /** The file in the usual place, for what it says beside the clusters; empty when there is none that can be used. */
    static Optional<MonitorConfig> usual() {
        try {
            return Files.exists(USUAL_PLACE) ? Optional.of(loader().load(USUAL_PLACE)) : Optional.empty();
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }

    /** The same, after the files that are wanted for asking nodes were looked into. */
    static MonitorConfig checked(MonitorConfig read) throws ConfigException {
        List<String> problems = new ArrayList<>();
        read.clusters().forEach(cluster -> checkTls("clusters." + cluster.name(), cluster, problems));
        if (!read.discover().isEmpty()) {
            checkTls("cluster-defaults", read.defaultCluster(), problems);
        }
        for (DiscoverConfig place : read.discover()) {
            checkTls("discover." + place.name() + ".tls", place.dcs().tls(), problems);
        }
        if (!read.alertmanager().urls().isEmpty()) {
            checkTls("alertmanager.tls", read.alertmanager().tls(), problems);
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return read;
    }

    private static void checkTls(String block, ClusterConfig cluster, List<String> problems) {
        checkTls(block + ".patroni.tls", cluster.patroni().tls(), problems);
        DiskConfig.Metrics disk = cluster.disk().metrics();
        if (disk != null) {
            checkTls(block + ".disk.tls", disk.tls(), problems);
        }
        DcsConfig dcs = cluster.dcs();
        if (dcs != null) {
            checkTls(block + ".dcs.tls", dcs.tls(), problems);
        }
    }

    private static void checkTls(String key, Tls tls, List<String> problems) {
        try {
            HttpTransport.checkTls(tls);
        } catch (IllegalArgumentException e) {
            problems.add(key + ": " + e.getMessage());
        }
    }

    /** Reads the configuration, and none of the certificates that it names. */
    MonitorConfig parse() throws ConfigException {
        if (seeds.isEmpty()) {
            return loader().load(configFile());
        }
        if (config != null) {
            throw new ConfigException(List.of("--config and --seed exclude each other: give one of them"));
        }
        return loader().quickLook(scope(), seeds, postgresUser, postgresPasswordFile);
    }

    private Path configFile() throws ConfigException {
        if (config != null) {
            return config;
        }
        if (Files.exists(USUAL_PLACE)) {
            return USUAL_PLACE;
        }
        throw new ConfigException(List.of(
                "no configuration: give --config FILE, or --seed URL for a quick look, or create " + USUAL_PLACE));
    }

    /** The cluster's name, which without a configuration only its nodes can tell. All are asked at once: one may hang. */
    private String scope() throws ConfigException {
        ExecutorService threads = Executors.newFixedThreadPool(seeds.size(), task -> {
            Thread thread = new Thread(task, "seed");
            thread.setDaemon(true);
            return thread;
        });
        CompletionService<Map.Entry<URI, Answer<String>>> answers = new ExecutorCompletionService<>(threads);
        seeds.forEach(seed ->
                answers.submit(() -> Map.entry(seed, PatroniClient.scopeOf(seed, SEED_TIMEOUT, SteadyClock.start()))));
        try {
            List<SilentSeedsException.Silent> failures = new ArrayList<>();
            for (int i = 0; i < seeds.size(); i++) {
                Map.Entry<URI, Answer<String>> answer = answers.take().get();
                Optional<String> known = answer.getValue().value();
                if (known.isPresent()) {
                    return known.get();
                }
                answer.getValue()
                        .reason()
                        .ifPresent(failure -> failures.add(new SilentSeedsException.Silent(answer.getKey(), failure)));
            }
            throw new SilentSeedsException(failures);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SilentSeedsException(List.of());
        } catch (ExecutionException e) {
            throw new IllegalStateException("a source threw, which none may", e.getCause());
        } finally {
            threads.shutdown();
        }
    }
}
