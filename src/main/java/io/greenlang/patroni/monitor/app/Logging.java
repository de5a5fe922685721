package io.greenlang.patroni.monitor.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.greenlang.patroni.monitor.config.MonitorConfig.LogConfig;
import io.greenlang.patroni.monitor.log.EscapingAppender;
import io.greenlang.patroni.monitor.log.StandardErrorLog;
import io.greenlang.patroni.monitor.log.UnhurriedAppender;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/** The log as the configuration says it. Until then {@link StandardErrorLog} holds. */
final class Logging {
    /** Lines that wait for a standard error that nobody reads; those beyond are lost. */
    private static final int WAITING = 1_024;

    /** Of those, since the process started. */
    private static final AtomicLong LOST = new AtomicLong();

    private static final Duration LAST_LINES = Duration.ofMillis(500);

    private Logging() {}

    /** From now on; also while the daemon runs. A thread that logs never waits for the reader. */
    static void set(LogConfig config) {
        LoggerContext context = context();
        EscapingAppender escaped = new EscapingAppender();
        escaped.setContext(context);
        escaped.setName("log");
        escaped.addAppender(unhurried(
                context, StandardErrorLog.console(context, config.json() ? json() : StandardErrorLog.text())));
        escaped.start();
        root().setLevel(Level.toLevel(config.level()));
        root().detachAndStopAllAppenders();
        root().addAppender(escaped);
    }

    /** How many lines were left out since the process started, because nobody read standard error fast enough. */
    static long lostLines() {
        return LOST.get();
    }

    /** For commands whose output is read by people or scripts. */
    static void onlyErrors() {
        root().setLevel(Level.ERROR);
    }

    /** Writes the last lines, and waits no longer than half a second for that. */
    static void end() {
        context().stop();
    }

    private static UnhurriedAppender unhurried(LoggerContext context, ConsoleAppender<ILoggingEvent> console) {
        UnhurriedAppender waiting = new UnhurriedAppender(context.getLogger(Logging.class), LOST);
        waiting.setContext(context);
        waiting.setName("waiting");
        waiting.setQueueSize(WAITING);
        waiting.setMaxFlushTime((int) LAST_LINES.toMillis());
        waiting.addAppender(console);
        waiting.start();
        return waiting;
    }

    private static Encoder<ILoggingEvent> json() {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithContext(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        return encoder;
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    private static Logger root() {
        return context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
