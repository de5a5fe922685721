package io.greenlang.patroni.monitor.config;

import io.greenlang.patroni.monitor.config.DcsConfig.Etcd3;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The blocks below {@code discover}, each of which falls back on {@code discover-defaults}. */
final class DiscoverReader {
    private static final Format<String> KIND = Texts.oneOf(Etcd3.KIND);
    private static final Format<Integer> CLUSTERS = Quantities.wholeNumber(1, 2000);
    private static final Format<Duration> INTERVAL = Quantities.durationFrom(Duration.ofSeconds(5));

    private static final Format<String> TEMPLATE = new Format<>("text with {scope} in it", text -> {
        if (!text.contains(DiscoverConfig.SCOPE)) {
            throw new Refused("has no {scope}");
        }
        return text;
    });

    private DiscoverReader() {}

    static List<DiscoverConfig> read(Section root) {
        Section all = root.block("discover");
        return all.blockNames().stream()
                .flatMap(name -> one(name, all.block(name).fallingBackOn(root.block("discover-defaults"))).stream())
                .toList();
    }

    private static Optional<DiscoverConfig> one(String name, Section block) {
        if (name.isBlank()) {
            block.refuse("has no name", "allowed: any text");
        }
        String kind = block.readIfGiven("kind", KIND);
        List<URI> endpoints = block.readAll("endpoints", Addresses.SEED);
        if (!block.isGiven("kind") || !block.isGiven("endpoints")) {
            block.refuse("has no kind, or no endpoints", "allowed: both");
        }
        Etcd3 dcs = DcsReader.etcd(block, endpoints);
        String template = block.read("clusters", TEMPLATE);
        List<String> include = block.readAll("include", Texts.NON_BLANK);
        List<String> exclude = block.readAll("exclude", Texts.NON_BLANK);
        int most = block.read("max-clusters", CLUSTERS);
        Duration interval = block.read("interval", INTERVAL);
        return kind == null || endpoints.isEmpty()
                ? Optional.empty()
                : Optional.of(new DiscoverConfig(name, dcs, template, include, exclude, most, interval));
    }
}
