package io.greenlang.patroni.monitor.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Hands every event on with its text fit for one line of a log or a terminal: control and format characters are shown as escapes,
 * because a newline forges a line, and ESC or a bidirectional override what a terminal shows of it. Safe for concurrent use when
 * those behind it are.
 */
public final class EscapingAppender extends UnsynchronizedAppenderBase<ILoggingEvent>
        implements AppenderAttachable<ILoggingEvent> {
    /** In characters; more than any line of the monitor's own. */
    static final int LONGEST = 4_000;

    private final AppenderAttachableImpl<ILoggingEvent> behind = new AppenderAttachableImpl<>();

    @Override
    protected void append(ILoggingEvent event) {
        int unused = behind.appendLoopOnAppenders(new EscapedEvent(event));
    }

    @Override
    public void stop() {
        detachAndStopAllAppenders();
        super.stop();
    }

    @Override
    public void addAppender(Appender<ILoggingEvent> appender) {
        behind.addAppender(appender);
    }

    @Override
    public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
        return behind.iteratorForAppenders();
    }

    @Override
    public Appender<ILoggingEvent> getAppender(String name) {
        return behind.getAppender(name);
    }

    @Override
    public boolean isAttached(Appender<ILoggingEvent> appender) {
        return behind.isAttached(appender);
    }

    @Override
    public void detachAndStopAllAppenders() {
        behind.detachAndStopAllAppenders();
    }

    @Override
    public boolean detachAppender(Appender<ILoggingEvent> appender) {
        return behind.detachAppender(appender);
    }

    @Override
    public boolean detachAppender(String name) {
        return behind.detachAppender(name);
    }

    /** At most {@value #LONGEST} characters of it, and how many were cut off. */
    private static String escaped(String text) {
        String kept = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
        String shown = kept.codePoints().anyMatch(EscapingAppender::isHarmful) ? escape(kept) : kept;
        return kept.length() == text.length()
                ? shown
                : "%s… (%d more characters)".formatted(shown, text.length() - kept.length());
    }

    private static String escape(String text) {
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            if (!isHarmful(point)) {
                shown.appendCodePoint(point);
            } else if (point == '\n') {
                shown.append("\\n");
            } else if (point == '\r') {
                shown.append("\\r");
            } else if (point == '\t') {
                shown.append("\\t");
            } else {
                shown.append("\\u%04x".formatted(point));
            }
        });
        return shown.toString();
    }

    private static boolean isHarmful(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    /** A copy of an event whose message, keys and exceptions hold no text that could forge a line. */
    private static final class EscapedEvent extends LoggingEvent {
        private final @Nullable IThrowableProxy thrown;

        EscapedEvent(ILoggingEvent event) {
            setInstant(event.getInstant());
            setLevel(event.getLevel());
            setLoggerName(event.getLoggerName());
            setThreadName(event.getThreadName());
            setMDCPropertyMap(Map.of());
            setMessage(escaped(event.getFormattedMessage()));
            Optional.ofNullable(event.getKeyValuePairs())
                    .ifPresent(pairs -> pairs.forEach(
                            pair -> addKeyValuePair(new KeyValuePair(pair.key, escaped(String.valueOf(pair.value))))));
            thrown = Thrown.of(event.getThrowableProxy());
        }

        @Override
        public @Nullable IThrowableProxy getThrowableProxy() {
            return thrown;
        }

        /** The JDK's and libraries' exceptions quote what they choked on. */
        private record Thrown(IThrowableProxy proxy) implements IThrowableProxy {
            static @Nullable IThrowableProxy of(@Nullable IThrowableProxy proxy) {
                return proxy == null ? null : new Thrown(proxy);
            }

            @Override
            public @Nullable String getMessage() {
                return proxy.getMessage() == null ? null : escaped(proxy.getMessage());
            }

            @Override
            public String getClassName() {
                return proxy.getClassName();
            }

            @Override
            public StackTraceElementProxy[] getStackTraceElementProxyArray() {
                return proxy.getStackTraceElementProxyArray();
            }

            @Override
            public int getCommonFrames() {
                return proxy.getCommonFrames();
            }

            @Override
            public @Nullable IThrowableProxy getCause() {
                return of(proxy.getCause());
            }

            @Override
            public IThrowableProxy[] getSuppressed() {
                return Arrays.stream(proxy.getSuppressed()).map(Thrown::new).toArray(IThrowableProxy[]::new);
            }

            @Override
            public boolean isCyclic() {
                return proxy.isCyclic();
            }
        }
    }
}
