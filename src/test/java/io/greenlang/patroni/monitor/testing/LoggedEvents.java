package io.greenlang.patroni.monitor.testing;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What one logger is told while a test runs, in {@link #list}. */
public final class LoggedEvents extends ListAppender<ILoggingEvent> implements BeforeEachCallback, AfterEachCallback {
    private final Logger logger;

    private LoggedEvents(Logger logger) {
        this.logger = logger;
    }

    public static LoggedEvents of(Class<?> teller) {
        return of(teller.getName());
    }

    /** @param name of a logger; of those below it, too */
    public static LoggedEvents of(String name) {
        return new LoggedEvents((Logger) LoggerFactory.getLogger(name));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        start();
        logger.addAppender(this);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        logger.detachAppender(this);
    }
}
