package io.greenlang.patroni.monitor.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A block of the configuration on top of those it falls back on, reference.conf being the last, so that every key has a
 * value. What is refused is noted as a problem and replaced by a valid value, so that reading goes on.
 */
final class Section {
    private final Problems problems;
    private final List<Layer> layers;

    private Section(Problems problems, List<Layer> layers) {
        this.problems = problems;
        this.layers = List.copyOf(layers);
    }

    static Section root(Problems problems, ConfigObject given, ConfigObject reference) {
        return new Section(problems, List.of(new Layer(List.of(), given), new Layer(List.of(), reference)));
    }

    /** The same, where what is refused is not noted. */
    Section withoutProblems() {
        return new Section(new Problems(), layers);
    }

    /** The block of that name in every layer that has one. */
    Section block(String key) {
        return new Section(
                problems, layers.stream().flatMap(l -> l.block(key).stream()).toList());
    }

    Section fallingBackOn(Section other) {
        List<Layer> all = new ArrayList<>(layers);
        all.addAll(other.layers);
        return new Section(problems, all);
    }

    /** The names of the blocks in it, sorted. */
    List<String> blockNames() {
        return layers.stream()
                .flatMap(l -> l.block().keySet().stream().filter(k -> l.block(k).isPresent()))
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether a block of that name has anything in it. */
    boolean isBlock(String key) {
        return !block(key).blockNames().isEmpty();
    }

    /** Whether there is such a key at all: reference.conf has it. */
    boolean knows(String key) {
        return defaultOf(key).isPresent();
    }

    boolean isGiven(String key) {
        return setting(key).isGiven();
    }

    /** Whether somebody wrote it, even if it is what reference.conf has. */
    boolean isWritten(String key) {
        return !setting(key).isDefault();
    }

    /** Whether it comes from an environment variable, by itself or by a substitution in a file. */
    boolean isOfEnvironment(String key) {
        return setting(key).place().isEnvironment();
    }

    <T> T read(String key, Format<T> format) {
        Setting setting = setting(key);
        return parsed(setting, format).orElseGet(() -> ofDefault(key, format));
    }

    /** Null when it isn't given, or refused. */
    <T> @Nullable T readIfGiven(String key, Format<T> format) {
        Setting setting = setting(key);
        return setting.isGiven() ? parsed(setting, format).orElse(null) : null;
    }

    <T> List<T> readAll(String key, Format<T> format) {
        return readEach(key, format).stream().map(Read::value).distinct().toList();
    }

    /** A value and where it stands. */
    record Read<T>(Setting setting, T value) {}

    /** Every element of a list, those that are the same too. */
    <T> List<Read<T>> readEach(String key, Format<T> format) {
        Setting setting = setting(key);
        if (!setting.isGiven()) {
            return List.of();
        }
        try {
            return setting.elements().stream()
                    .flatMap(e -> parsed(e, format).map(value -> new Read<>(e, value)).stream())
                    .toList();
        } catch (Refused refused) {
            problems.add(setting, refused.wrong(), "allowed: a list of " + format.allowed());
            return List.of();
        }
    }

    /** About the block itself, not about a key in it. */
    void refuse(String wrong, String allowed) {
        Layer first = layers.get(0);
        problems.add(Place.of(first.block().origin()), first.key(), wrong, allowed);
    }

    /** About what is given for a key, and valid as such. */
    void refuse(String key, String wrong, String allowed) {
        problems.add(setting(key), wrong, allowed);
    }

    void requireTogether(String one, String other) {
        if (isGiven(one) != isGiven(other)) {
            Setting given = setting(isGiven(one) ? one : other);
            String missing = isGiven(one) ? other : one;
            problems.add(given, "is given without " + missing, "allowed: both or neither");
        }
    }

    void refuseTogether(String one, String other) {
        if (isGiven(one) && isGiven(other)) {
            problems.add(setting(one), "is given together with " + other, "allowed: at most one of them");
        }
    }

    /** Complains about the one that somebody wrote, when both are valid, but the wrong way round. */
    <T extends Comparable<T>> void requireOrder(String lesserKey, String greaterKey, Format<T> format) {
        Setting lesser = setting(lesserKey);
        Setting greater = setting(greaterKey);
        Optional<T> least = quietly(lesser, format);
        Optional<T> most = quietly(greater, format);
        if (least.isEmpty() || most.isEmpty() || least.get().compareTo(most.get()) <= 0) {
            return;
        }
        if (greater.isDefault()) {
            problems.add(
                    lesser,
                    "is more than " + greaterKey + " = " + greater.shown(),
                    "allowed: at most as much; give " + greaterKey + ", too");
        } else {
            problems.add(greater, "is less than " + lesserKey + " = " + lesser.shown(), "allowed: at least as much");
        }
    }

    private <T> Optional<T> parsed(Setting setting, Format<T> format) {
        try {
            return Optional.of(format.parse(setting.text()));
        } catch (Refused refused) {
            problems.add(setting, refused.wrong(), "allowed: " + format.allowed());
            return Optional.empty();
        }
    }

    private static <T> Optional<T> quietly(Setting setting, Format<T> format) {
        try {
            return Optional.of(format.parse(setting.text()));
        } catch (Refused saidElsewhere) {
            return Optional.empty();
        }
    }

    private <T> T ofDefault(String key, Format<T> format) {
        return defaultOf(key)
                .flatMap(s -> quietly(s, format))
                .orElseThrow(() -> new IllegalStateException("reference.conf has no valid " + key));
    }

    private Setting setting(String key) {
        return settings(key).findFirst().orElseThrow(() -> new IllegalStateException("reference.conf has no " + key));
    }

    private Optional<Setting> defaultOf(String key) {
        return settings(key).filter(Setting::isDefault).findFirst();
    }

    private Stream<Setting> settings(String key) {
        return layers.stream().flatMap(l -> l.setting(key).stream());
    }

    /**
     * A block, and how it is reached.
     *
     * @param path from below {@code patroni-monitor}
     */
    private record Layer(List<String> path, ConfigObject block) {

        String key() {
            return ConfigUtil.joinPath(path);
        }

        Optional<Setting> setting(String key) {
            return Optional.ofNullable(block.get(key))
                    .map(value -> new Setting(ConfigUtil.joinPath(pathOf(key)), value));
        }

        Optional<Layer> block(String key) {
            return block.get(key) instanceof ConfigObject below
                    ? Optional.of(new Layer(pathOf(key), below))
                    : Optional.empty();
        }

        private List<String> pathOf(String key) {
            return Stream.concat(path.stream(), Stream.of(key)).toList();
        }
    }
}
