package io.greenlang.patroni.monitor.export.http.page;

import java.util.ArrayList;
import java.util.List;

/**
 * Neighbours that are the same.
 *
 * @param begin place of the first one
 */
record Stretch<T>(T what, int begin, int length) {
    static <T> List<Stretch<T>> of(List<T> all) {
        List<Stretch<T>> stretches = new ArrayList<>();
        int begin = 0;
        for (int end = 1; end <= all.size(); end++) {
            if (end == all.size() || !all.get(end).equals(all.get(begin))) {
                stretches.add(new Stretch<>(all.get(begin), begin, end - begin));
                begin = end;
            }
        }
        return List.copyOf(stretches);
    }
}
