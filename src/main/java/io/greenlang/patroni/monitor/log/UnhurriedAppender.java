package io.greenlang.patroni.monitor.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets nobody wait who logs: what finds no room in the queue is left out, counted, and told in one line before the next line
 * that fits. Logback's own appender does the first of these only.
 */
public final class UnhurriedAppender extends AsyncAppender {
    /** For the line that tells of those that are left out, and the one after it. */
    private static final int ROOM = 2;

    private final Logger teller;
    private final AtomicLong lost;
    /** Since it was last told. */
    private long untold;

    /**
     * @param teller in whose name it is told
     * @param lost counts the lines that are left out; may outlive this appender
     */
    public UnhurriedAppender(Logger teller, AtomicLong lost) {
        this.teller = teller;
        this.lost = lost;
        setNeverBlock(true);
        setDiscardingThreshold(0);
    }

    /** One thread at a time, so that the room that is seen is still there. */
    @Override
    protected synchronized void append(ILoggingEvent line) {
        if (getRemainingCapacity() < ROOM) {
            untold++;
            lost.incrementAndGet();
            return;
        }
        tell();
        super.append(line);
    }

    private void tell() {
        if (untold > 0) {
            super.append(new LoggingEvent(
                    UnhurriedAppender.class.getName(),
                    teller,
                    Level.WARN,
                    "Dropped " + untold + " log lines: standard error is not being read fast enough",
                    null,
                    null));
            untold = 0;
        }
    }

    /** Writes what waits, for as long as {@link #setMaxFlushTime} allows. */
    @Override
    public void stop() {
        if (isStarted()) {
            synchronized (this) {
                tell();
            }
        }
        super.stop();
    }
}
