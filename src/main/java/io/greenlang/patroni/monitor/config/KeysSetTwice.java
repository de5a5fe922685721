package io.greenlang.patroni.monitor.config;

import com.typesafe.config.ConfigUtil;
import io.greenlang.patroni.monitor.config.Problems.Advice;
import io.greenlang.patroni.monitor.config.Written.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what a file takes back in silence: a key that it sets by a plain value after it was set before, and a cluster
 * whose block it opens twice. What layers are made of goes on: other keys of the same block, {@code ${?…}} over a value,
 * {@code +=}, and one file over another that it includes.
 */
final class KeysSetTwice {
    private static final List<String> CLUSTERS = List.of(ConfigLoader.ROOT, "clusters");
    private static final Pattern INCLUDED =
            Pattern.compile("(?:required\\(\\s*)?(file\\(\\s*)?\"((?:[^\"\\\\]|\\\\.)*)\"[)\\s]*");
    private static final List<String> EXTENSIONS = List.of("", ".conf", ".json");

    private final String source;
    private final Problems problems;
    private final WrittenKey top = new WrittenKey();
    private final Map<List<String>, Written> clusters = new HashMap<>();
    private final Set<List<String>> reopened = new HashSet<>();

    private KeysSetTwice(String source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /** Looks into the file, and into those that it includes, each on its own. */
    static void check(Path file, Problems problems) {
        check(file, List.of(), new HashSet<>(), problems);
    }

    static void check(String hocon, String source, Problems problems) {
        new KeysSetTwice(source, problems).check(HoconScanner.scan(hocon), List.of());
    }

    private static void check(Path file, List<String> block, Set<Path> above, Problems problems) {
        Optional<String> hocon = text(file);
        if (hocon.isEmpty() || !above.add(file)) {
            return;
        }
        List<Written> written = HoconScanner.scan(hocon.get());
        new KeysSetTwice(file.toString(), problems).check(written, block);
        written.stream()
                .filter(one -> one.kind() == Kind.INCLUDE)
                .forEach(include -> included(file, include.text())
                        .ifPresent(found -> check(found, below(block, include.path()), above, problems)));
        above.remove(file);
    }

    /** The library has read it a moment ago; what has become unreadable since is nothing to complain about here. */
    private static Optional<String> text(Path file) {
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** As the library looks for it; empty for what is not a file, and for one that may be missing and is. */
    private static Optional<Path> included(Path from, String statement) {
        Matcher include = INCLUDED.matcher(statement);
        if (!include.matches()) {
            return Optional.empty();
        }
        Path named = Path.of(include.group(2).replaceAll("\\\\(.)", "$1"));
        Path place = include.group(1) == null ? from.resolveSibling(named) : named;
        return EXTENSIONS.stream()
                .map(extension -> Path.of(place + extension))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private void check(List<Written> file, List<String> block) {
        for (Written one : file) {
            if (one.kind() != Kind.INCLUDE) {
                note(new Written(below(block, one.path()), one.line(), one.kind(), ""));
            }
        }
    }

    private void note(Written now) {
        if (now.kind() == Kind.BLOCK) {
            noteCluster(now);
        }
        top.set(now, now.path()).filter(lost -> !isReopened(now.path())).ifPresent(lost -> refuseKey(lost, now));
    }

    private void noteCluster(Written now) {
        if (now.path().size() != CLUSTERS.size() + 1 || !isWithin(now.path(), CLUSTERS)) {
            return;
        }
        Written first = clusters.putIfAbsent(now.path(), now);
        if (first != null) {
            reopened.add(now.path());
            String name = ConfigUtil.joinPath(now.path().get(CLUSTERS.size()));
            problems.add(
                    new Place(source, now.line()),
                    shown(now.path()),
                    "already has a block on line " + first.line(),
                    new Advice(
                            "one block for each cluster; two clusters of the same Patroni scope have different names",
                            "%1$s-dev { scope = %1$s, seeds = [\"http://10.0.2.1:8008\"] }".formatted(name)));
        }
    }

    private void refuseKey(Written lost, Written now) {
        String name = now.path().get(now.path().size() - 1);
        String variable = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
        problems.add(
                new Place(source, now.line()),
                shown(now.path()),
                "is already set on line " + lost.line()
                        + (lost.path().equals(now.path()) ? "" : " (" + shown(lost.path()) + ")")
                        + ", and that value is lost",
                new Advice(
                        "each key once in a file, and after it what the environment says",
                        "%s = ${?%s}".formatted(ConfigUtil.joinPath(name), variable)));
    }

    private boolean isReopened(List<String> path) {
        return reopened.stream().anyMatch(cluster -> isWithin(path, cluster));
    }

    private static boolean isWithin(List<String> path, List<String> block) {
        return path.size() >= block.size() && path.subList(0, block.size()).equals(block);
    }

    private static List<String> below(List<String> block, List<String> path) {
        return Stream.concat(block.stream(), path.stream()).toList();
    }

    /** As all problems name a key: from below the root. */
    private static String shown(List<String> path) {
        boolean hasRoot = path.size() > 1 && path.get(0).equals(ConfigLoader.ROOT);
        return ConfigUtil.joinPath(hasRoot ? path.subList(1, path.size()) : path);
    }

    /** What a file has said of a key, and of those below it. */
    private static final class WrittenKey {
        private final Map<String, WrittenKey> below = new HashMap<>();
        private @Nullable Written value;

        /**
         * Takes what comes next in the file.
         *
         * @param path from here
         * @return what is lost by it, the last of it: a value of the same key, or of one below it, or one that stands where a
         *     block is from now on
         */
        Optional<Written> set(Written now, List<String> path) {
            if (path.isEmpty()) {
                return setHere(now);
            }
            Optional<Written> lost = becomeBlock();
            Optional<Written> lostBelow =
                    below.computeIfAbsent(path.get(0), name -> new WrittenKey()).set(now, path.subList(1, path.size()));
            return lost.or(() -> lostBelow);
        }

        private Optional<Written> setHere(Written now) {
            if (now.kind() == Kind.BLOCK) {
                return becomeBlock();
            }
            Optional<Written> lost = now.kind() == Kind.PLAIN ? last() : Optional.empty();
            if (now.kind() == Kind.PLAIN) {
                below.clear();
            }
            value = now;
            return lost;
        }

        private Optional<Written> becomeBlock() {
            if (value == null || value.kind() != Kind.PLAIN) {
                return Optional.empty();
            }
            Written lost = value;
            value = null;
            return Optional.of(lost);
        }

        private Optional<Written> last() {
            return Stream.concat(
                            Optional.ofNullable(value).stream(),
                            below.values().stream().flatMap(key -> key.last().stream()))
                    .reduce((one, other) -> one.line() > other.line() ? one : other);
        }
    }
}
