package io.greenlang.patroni.monitor.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The blocks below {@code discover}, each of which falls back on {@code discover-defaults}. */
final class DiscoverReader {
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
        if (!block.isGiven("kind")) {
            block.refuse("has no kind", "allowed: " + DcsReader.KIND.allowed());
        }
        DcsConfig dcs = block.isGiven("kind") ? DcsReader.read(block) : null;
        String template = block.read("clusters", TEMPLATE);
        List<String> include = block.readAll("include", Texts.NON_BLANK);
        List<String> exclude = block.readAll("exclude", Texts.NON_BLANK);
        int most = block.read("max-clusters", CLUSTERS);
        Duration interval = block.read("interval", INTERVAL);
        return dcs == null
                ? Optional.empty()
                : Optional.of(new DiscoverConfig(name, dcs, template, include, exclude, most, interval));
    }
}
