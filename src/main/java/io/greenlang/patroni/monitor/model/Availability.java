package io.greenlang.patroni.monitor.model;

import java.time.Duration;

/**
 * How long a cluster could be written to since it was first watched, restarts of the daemon included, or in a part of that
 * time. The three add up to it.
 *
 * @param writable a member was leader and writable; in a standby cluster: a standby leader ran
 * @param notWritable nobody was
 * @param unobserved nobody knows: the daemon did not run, or could not tell
 */
public record Availability(Duration writable, Duration notWritable, Duration unobserved) {
    public static final Availability NONE = new Availability(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    public Availability plus(Availability more) {
        return new Availability(
                writable.plus(more.writable), notWritable.plus(more.notWritable), unobserved.plus(more.unobserved));
    }

    /** What has been added since; each part may be negative where that was more. */
    public Availability minus(Availability before) {
        return new Availability(
                writable.minus(before.writable),
                notWritable.minus(before.notWritable),
                unobserved.minus(before.unobserved));
    }

    /** All three together. */
    public Duration total() {
        return writable.plus(notWritable).plus(unobserved);
    }
}
