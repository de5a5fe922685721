package io.greenlang.patroni.monitor.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** A copy of an event whose message, keys and exceptions hold no text that could forge a line. */
final class EscapedEvent extends LoggingEvent {
    private final @Nullable IThrowableProxy thrown;

    EscapedEvent(ILoggingEvent event) {
        setInstant(event.getInstant());
        setLevel(event.getLevel());
        setLoggerName(event.getLoggerName());
        setThreadName(event.getThreadName());
        setMDCPropertyMap(Map.of());
        setMessage(Escaped.of(event.getFormattedMessage()));
        Optional.ofNullable(event.getKeyValuePairs())
                .ifPresent(pairs -> pairs.forEach(
                        pair -> addKeyValuePair(new KeyValuePair(pair.key, Escaped.of(String.valueOf(pair.value))))));
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
            return proxy.getMessage() == null ? null : Escaped.of(proxy.getMessage());
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
