package io.greenlang.patroni.monitor.app;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.greenlang.patroni.monitor.testing.Await;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** Holds the first thread of a poll that logs, even when it is interrupted, until it is closed. */
final class StuckLog extends UnsynchronizedAppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Logger logger;
    private final CountDownLatch holding = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);

    private StuckLog(Logger logger) {
        this.logger = logger;
    }

    static StuckLog of(String loggerName) {
        StuckLog stuck = new StuckLog((Logger) LoggerFactory.getLogger(loggerName));
        stuck.start();
        stuck.logger.addAppender(stuck);
        return stuck;
    }

    @Override
    protected void append(ILoggingEvent line) {
        if (holding.getCount() > 0 && line.getThreadName().startsWith("poll-")) {
            holding.countDown();
            boolean interrupted = false;
            while (letGo.getCount() > 0) {
                try {
                    letGo.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void awaitHolding() {
        Await.until("a round is stuck", SOON, () -> holding.getCount() == 0);
    }

    @Override
    public void close() {
        letGo.countDown();
        logger.detachAppender(this);
    }
}
