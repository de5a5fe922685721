package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * An {@link LsnRing} in few characters.
 *
 * @param first its oldest sample; null when it is empty
 * @param steps from each sample to the next one: microseconds, bytes; all of them with a blank in between
 */
record KeptRing(LsnRing.@Nullable Sample first, String steps) {
    static KeptRing of(LsnRing ring) {
        List<LsnRing.Sample> samples = ring.samples();
        StringBuilder steps = new StringBuilder();
        for (int i = 1; i < samples.size(); i++) {
            LsnRing.Sample one = samples.get(i - 1);
            LsnRing.Sample next = samples.get(i);
            steps.append(i == 1 ? "" : " ")
                    .append(Duration.between(one.time(), next.time()).toNanos() / 1000)
                    .append(' ')
                    .append(next.lsn().minus(one.lsn()));
        }
        return new KeptRing(samples.isEmpty() ? null : samples.get(0), steps.toString());
    }

    /** Throws a runtime exception of whatever kind when the steps are damaged. */
    LsnRing ring() {
        LsnRing ring = new LsnRing();
        if (first == null) {
            return ring;
        }
        Instant time = first.time();
        long lsn = first.lsn().bytes();
        ring.add(time, first.lsn());
        StringTokenizer numbers = new StringTokenizer(steps);
        while (numbers.hasMoreTokens()) {
            time = time.plusNanos(Long.parseLong(numbers.nextToken()) * 1000);
            lsn += Long.parseLong(numbers.nextToken());
            ring.add(time, new Lsn(lsn));
        }
        return ring;
    }
}
