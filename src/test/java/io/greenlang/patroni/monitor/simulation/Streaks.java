package io.greenlang.patroni.monitor.simulation;

import java.util.HashMap;
import java.util.Map;

/** For how many rounds without a gap something has been so. */
final class Streaks {
    private final Map<String, Integer> lengths = new HashMap<>();

    /** To be called once a round for each key. */
    int extend(String key, boolean holds) {
        int length = holds ? lengths.getOrDefault(key, 0) + 1 : 0;
        lengths.put(key, length);
        return length;
    }
}
