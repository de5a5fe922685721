package io.greenlang.patroni.monitor.simulation;

import java.util.HashMap;
import java.util.Map;

/** For how many rounds without a gap something has been so. */
final class Streaks {
    /** More than there are members, and pairs of them. */
    private static final int SUBJECTS = 64;

    private final Map<String, int[]> lengths = new HashMap<>();

    /** About the cluster; to be called once a round for each condition. */
    int extend(String condition, boolean holds) {
        return extend(condition, 0, holds);
    }

    /** About one member; to be called once a round for each condition and member. */
    int extend(String condition, Machine machine, boolean holds) {
        return extend(condition, machine.index, holds);
    }

    /** About two members. */
    int extend(String condition, Machine one, Machine other, boolean holds) {
        return extend(condition, 8 * one.index + other.index, holds);
    }

    /** As it was extended last. */
    int length(String condition, int subject) {
        return lengths.getOrDefault(condition, new int[SUBJECTS])[subject];
    }

    private int extend(String condition, int subject, boolean holds) {
        int[] ofCondition = lengths.computeIfAbsent(condition, c -> new int[SUBJECTS]);
        ofCondition[subject] = holds ? ofCondition[subject] + 1 : 0;
        return ofCondition[subject];
    }
}
