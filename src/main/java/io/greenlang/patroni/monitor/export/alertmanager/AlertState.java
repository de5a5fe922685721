package io.greenlang.patroni.monitor.export.alertmanager;

import io.greenlang.patroni.monitor.rule.Alert;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What there is to tell of one alert.
 *
 * @param ended null while it fires
 */
record AlertState(String cluster, Alert alert, @Nullable Instant ended) {
    boolean hasEndedBefore(Instant time) {
        return ended != null && ended.isBefore(time);
    }
}
