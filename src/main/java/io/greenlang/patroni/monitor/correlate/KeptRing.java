package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An {@link LsnRing} in few characters: its first sample, and from each to the next one the time and the WAL between.
 *
 * @param first null when it is empty
 * @param micros as many as {@code bytes}
 */
@SuppressWarnings("ArrayRecordComponent") // compact in the file, and nobody compares it
record KeptRing(LsnRing.@Nullable Sample first, long[] micros, long[] bytes) {
    static KeptRing of(LsnRing ring) {
        List<LsnRing.Sample> samples = ring.samples();
        int steps = Math.max(0, samples.size() - 1);
        long[] micros = new long[steps];
        long[] bytes = new long[steps];
        for (int i = 0; i < steps; i++) {
            LsnRing.Sample one = samples.get(i);
            LsnRing.Sample next = samples.get(i + 1);
            micros[i] = micros(one.time(), next.time());
            bytes[i] = next.lsn().minus(one.lsn());
        }
        return new KeptRing(samples.isEmpty() ? null : samples.get(0), micros, bytes);
    }

    private static long micros(Instant one, Instant next) {
        return Duration.between(one, next).toNanos() / 1000;
    }

    LsnRing ring() {
        LsnRing ring = new LsnRing();
        if (first == null) {
            return ring;
        }
        Instant time = first.time();
        long lsn = first.lsn().bytes();
        ring.add(time, first.lsn());
        for (int i = 0; i < micros.length; i++) {
            time = time.plusNanos(micros[i] * 1000);
            lsn += bytes[i];
            ring.add(time, new Lsn(lsn));
        }
        return ring;
    }
}
