package io.greenlang.patroni.monitor.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import io.greenlang.patroni.monitor.config.MonitorConfig.LogConfig;
import org.slf4j.LoggerFactory;

/** Turns the log to what the configuration says. Until then {@code logback.xml} holds. */
final class Logging {
    private Logging() {}

    static void set(LogConfig config) {
        root().setLevel(Level.toLevel(config.level()));
        if (config.json()) {
            useJson();
        }
    }

    /** For commands whose output is read by people or scripts. */
    static void onlyErrors() {
        root().setLevel(Level.ERROR);
    }

    private static void useJson() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithContext(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("json");
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        root().detachAndStopAllAppenders();
        root().addAppender(console);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
