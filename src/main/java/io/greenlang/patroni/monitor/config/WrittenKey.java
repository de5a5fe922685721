package io.greenlang.patroni.monitor.config;

import io.greenlang.patroni.monitor.config.Written.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a file has said of a key, and of those below it. For one thread. */
final class WrittenKey {
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
