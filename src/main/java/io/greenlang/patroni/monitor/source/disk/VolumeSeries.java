package io.greenlang.patroni.monitor.source.disk;

import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a page says of some volumes: three figures of each, by the name that it has there. Other lines are passed over
 * before they cost anything.
 */
final class VolumeSeries {
    /** Of the names that are there instead of the one that was looked for. */
    private static final int SHOWN = 6;

    /** So many volumes are kept at most: of those that are wanted, and of others, which only help to find a wrong name. */
    private static final int MOST_WANTED = 1000;

    private static final int MOST_OTHERS = 100;

    private final Names names;
    private final Set<String> wanted;
    private final boolean mayQuote;
    private final Map<String, Map<String, Double>> figures = new HashMap<>();

    /**
     * How a page calls things.
     *
     * @param prefix of all three metrics
     * @param size metric: capacity in bytes
     * @param used metric: bytes in use; or bytes that are not, where {@code usedIsFree}
     * @param available metric: bytes that an unprivileged user may still use
     * @param volume label with the volume's name
     */
    record Names(String prefix, String size, String used, boolean usedIsFree, String available, String volume) {
        boolean has(String metric) {
            return metric.equals(size) || metric.equals(used) || metric.equals(available);
        }
    }

    /**
     * @param wanted names of volumes that will be asked for
     * @param mayQuote whether a message may show the names of others
     */
    VolumeSeries(Names names, Set<String> wanted, boolean mayQuote) {
        this.names = names;
        this.wanted = Set.copyOf(wanted);
        this.mayQuote = mayQuote;
    }

    void read(String line) {
        if (line.startsWith(names.prefix())) {
            MetricLine.parse(line).filter(series -> names.has(series.name())).ifPresent(this::add);
        }
    }

    private void add(MetricLine series) {
        boolean usable = series.value() >= 0 && series.value() < Long.MAX_VALUE;
        int most = wanted.contains(series.label(names.volume())) ? MOST_WANTED + MOST_OTHERS : MOST_OTHERS;
        if (usable && (figures.size() < most || figures.containsKey(key(series)))) {
            figures.computeIfAbsent(key(series), key -> new HashMap<>()).put(series.name(), series.value());
        }
    }

    private String key(MetricLine series) {
        return series.label("namespace") + "/" + series.label(names.volume());
    }

    /**
     * One volume.
     *
     * @param shown as the volume is called in the answer
     * @param namespace of the volume; empty for any
     * @param wanted the volume's name on the page
     * @throws UnusableAnswerException when the page does not tell of just one such volume
     */
    Volume volume(String shown, String namespace, String wanted) throws UnusableAnswerException {
        List<String> keys = new ArrayList<>();
        for (String key : new TreeSet<>(figures.keySet())) {
            int end = key.indexOf('/');
            boolean here = namespace.isEmpty() || key.substring(0, end).equals(namespace);
            if (here && key.substring(end + 1).equals(wanted)) {
                keys.add(key);
            }
        }
        if (keys.isEmpty()) {
            throw UnusableAnswerException.badAnswer(
                    "has no " + names.volume() + " \"" + wanted + "\"" + (mayQuote ? "; it has " + others() : ""));
        }
        if (keys.size() > 1) {
            throw UnusableAnswerException.badAnswer(
                    "has several " + names.volume() + " \"" + wanted + "\": give disk.namespace");
        }
        return volume(shown, wanted, figures.getOrDefault(keys.get(0), Map.of()));
    }

    private Volume volume(String shown, String wanted, Map<String, Double> of) throws UnusableAnswerException {
        Double size = of.get(names.size());
        Double used = of.get(names.used());
        Double available = of.get(names.available());
        if (size == null || used == null || available == null) {
            throw UnusableAnswerException.badAnswer("tells only part of " + names.volume() + " \"" + wanted + "\"");
        }
        long usedBytes = (long) (names.usedIsFree() ? Math.max(0, size - used) : used);
        return new Volume(shown, size.longValue(), usedBytes, available.longValue());
    }

    private String others() {
        List<String> there = figures.keySet().stream()
                .map(key -> key.substring(key.indexOf('/') + 1))
                .distinct()
                .sorted()
                .toList();
        if (there.isEmpty()) {
            return "none at all";
        }
        String some = String.join(", ", there.subList(0, Math.min(SHOWN, there.size())));
        return there.size() > SHOWN ? some + ", …" : some;
    }
}
