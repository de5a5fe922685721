package io.greenlang.patroni.monitor.export.alertmanager;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.greenlang.patroni.monitor.config.AlertmanagerConfig;
import io.greenlang.patroni.monitor.config.LinksConfig;
import io.greenlang.patroni.monitor.model.Certificate;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.OwnMetrics;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every configured Alertmanager what fires: at once when other alerts fire than before, and again at the resend
 * interval; what has ended is told for 15 minutes. It looks at the reports by itself, because that a poll hangs is an
 * alert, too, which no poll will tell of. No Alertmanager delays another one, or the thread that publishes reports, and what fails
 * is a metric and a line of log. Without a configured Alertmanager it does nothing. Safe for concurrent use.
 */
public final class AlertPush implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(AlertPush.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Supplier<MonitorReport> reports;
    private final OwnMetrics metrics;
    private final Clock clock;
    private final Duration betweenLooks;
    private final AlertHistory ledger = new AlertHistory();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread named = new Thread(task, "push-watch");
        named.setDaemon(true);
        return named;
    });

    /** Replaced under the lock of {@code this}, and read without it. */
    private volatile @Nullable Audience audience;

    @GuardedBy("this") private @Nullable ScheduledFuture<?> looking;

    private boolean broken; // of the thread, as the ledger is

    /** @param reports what is to be told as of now; must not block */
    public AlertPush(Supplier<MonitorReport> reports, OwnMetrics metrics, Clock clock) {
        this(reports, metrics, clock, BETWEEN_LOOKS);
    }

    AlertPush(Supplier<MonitorReport> reports, OwnMetrics metrics, Clock clock, Duration betweenLooks) {
        this.reports = reports;
        this.metrics = metrics;
        this.clock = clock;
        this.betweenLooks = betweenLooks;
    }

    /**
     * Tells these Alertmanagers from now on, everything at first. The same configuration once more changes nothing.
     *
     * @throws IllegalArgumentException when a PEM file can't be used, and then nothing has changed; the message names it
     */
    public synchronized void configure(AlertmanagerConfig config, LinksConfig links) {
        Audience before = audience;
        if (thread.isShutdown() || (before != null && before.isOf(config, links))) {
            return;
        }
        Audience next = config.urls().isEmpty() ? null : new Audience(config, links, metrics);
        dismiss();
        if (next != null) {
            logger.info("Alerts are pushed to {}", next.names());
            looking =
                    thread.scheduleWithFixedDelay(() -> look(next), 0, betweenLooks.toMillis(), TimeUnit.MILLISECONDS);
        }
        audience = next;
    }

    /** Those that the Alertmanagers showed last, and those that are shown to them; by the wall clock. Waits for nothing. */
    public List<Certificate> certificates() {
        Audience told = audience;
        return told == null ? List.of() : told.certificates();
    }

    private synchronized void dismiss() {
        if (looking != null) {
            looking.cancel(false);
        }
        Audience told = audience;
        if (told != null) {
            told.close();
        }
    }

    private void look(Audience told) {
        try {
            Instant now = clock.instant();
            boolean changed = ledger.update(reports.get(), now);
            if (changed || broken || told.isDue(now)) {
                told.tell(ledger.notices(), now, SteadyClock.wallTimeOf(clock));
            }
            broken = false;
        } catch (Throwable bug) {
            if (!broken) {
                logger.error("A bug in the monitor keeps alerts from Alertmanager", bug);
            }
            broken = true;
            told.failed(new Failure(FailureKind.INTERNAL, "a bug in the monitor"));
        }
    }

    /** Ends everything and waits for nothing. What fires is not told to have ended: it times out. */
    @Override
    public synchronized void close() {
        thread.shutdownNow();
        dismiss();
    }
}
