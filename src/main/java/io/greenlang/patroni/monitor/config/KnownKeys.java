package io.greenlang.patroni.monitor.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds what was written against the keys of reference.conf: the library itself takes every misspelt key in silence. */
final class KnownKeys {
    private static final List<String> CLUSTERS = List.of("clusters");
    private static final List<String> DISCOVER = List.of("discover");
    private static final int FEW = 3;
    /** What a key was called before. */
    private static final Map<String, String> RENAMED = Map.of("links", "organisation");

    private final ConfigObject reference;
    private final ConfigObject cluster;
    private final Problems problems;

    /** @param reference what is below {@code patroni-monitor} */
    KnownKeys(ConfigObject reference, Problems problems) {
        this.reference = reference;
        this.cluster = reference
                .toConfig()
                .getObject("cluster-defaults")
                .withValue("poll", reference.get("poll"))
                .withValue("thresholds", reference.get("thresholds"));
        this.problems = problems;
    }

    /** @param file everything that was written, {@code patroni-monitor} and what is beside it */
    void check(ConfigObject file) {
        file.forEach((key, value) -> {
            if (key.equals(ConfigLoader.ROOT)) {
                checkValue(List.of(), value, reference);
            } else {
                unknown(List.of(key), value, Set.of(ConfigLoader.ROOT), Optional.empty());
            }
        });
    }

    private void checkValue(List<String> path, ConfigValue value, ConfigValue known) {
        if (!(known instanceof ConfigObject keys)) {
            return;
        }
        if (!(value instanceof ConfigObject block)) {
            String subject = path.isEmpty() ? ConfigLoader.ROOT : ConfigUtil.joinPath(path);
            problems.add(Place.of(value.origin()), subject, "is not a block", "allowed: { … }");
            return;
        }
        Optional<ConfigValue> named = belowAnyName(path);
        block.forEach((key, below) -> {
            List<String> there = Stream.concat(path.stream(), Stream.of(key)).toList();
            ConfigValue template = named.orElse(keys.get(key));
            if (template == null) {
                unknown(there, below, keys.keySet(), deeper(key, keys));
            } else {
                checkValue(there, below, template);
            }
        });
    }

    private Optional<ConfigValue> belowAnyName(List<String> path) {
        return path.equals(CLUSTERS)
                ? Optional.of(cluster)
                : Optional.ofNullable(path.equals(DISCOVER) ? reference.get("discover-defaults") : null);
    }

    /** Says nothing of the value: behind a misspelt key may be a password. */
    private void unknown(List<String> path, ConfigValue value, Set<String> known, Optional<String> deeper) {
        String key = path.get(path.size() - 1);
        String hint = Optional.ofNullable(RENAMED.get(key))
                .filter(known::contains)
                .or(() -> deeper)
                .or(() -> nearest(key, known))
                .map(near -> "did you mean " + near + "?")
                .orElseGet(() -> "allowed: " + String.join(", ", new TreeSet<>(known)));
        problems.add(Place.of(value.origin()), ConfigUtil.joinPath(path), "unknown key", hint);
    }

    /** The nearest places in the blocks of this one that have a key of that name, where they are few. */
    private static Optional<String> deeper(String key, ConfigObject keys) {
        SortedMap<Integer, List<String>> byDepth = keys.toConfig().entrySet().stream()
                .map(Map.Entry::getKey)
                .filter(path -> path.endsWith("." + key))
                .sorted()
                .collect(Collectors.groupingBy(KnownKeys::depth, TreeMap::new, Collectors.toList()));
        return byDepth.values().stream()
                .limit(1)
                .filter(nearest -> nearest.size() <= FEW)
                .map(nearest -> String.join(" or ", nearest))
                .findFirst();
    }

    private static int depth(String path) {
        return ConfigUtil.splitPath(path).size();
    }

    private static Optional<String> nearest(String key, Set<String> known) {
        return known.stream()
                .filter(k -> isNear(key, k))
                .min(Comparator.<String>comparingInt(k -> distance(key, k)).thenComparing(Comparator.naturalOrder()));
    }

    private static boolean isNear(String key, String known) {
        boolean isItsBeginning = key.length() > 2 && known.startsWith(key);
        return isItsBeginning || distance(key, known) <= Math.max(2, key.length() / 3);
    }

    /** How many letters have to be put in, taken out or replaced. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
