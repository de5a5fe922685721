package io.greenlang.patroni.monitor.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EscapingAppenderTest {
    private static final String FORGED = "2026-11-28T00:00:00Z INFO  all is well";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final LoggerContext context = new LoggerContext();

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\u0085", "\u2028", "\u001b[2K", "\0", "\b", "\u202e", "\ud800"})
    void keepsForeignTextOnItsLineInBothFormats(String control) {
        Logger text = logger(text());
        text.warn("node {} says no", "n1" + control + FORGED);
        text.atWarn().addKeyValue("member", "n1" + control).log("says no");
        text.error("bug", new IllegalStateException("bad" + control + FORGED, new RuntimeException(control)));

        assertThat(shown()).doesNotContain(control.trim().isEmpty() ? FORGED + "\n" + FORGED : control);
        assertThat(shown().lines().filter(line -> line.startsWith("2026-11-28")))
                .isEmpty();
        assertThat(shown().lines().filter(line -> !line.startsWith("\tat ")))
                .as("no line but those that were logged")
                .allMatch(line -> line.matches("(WARN|ERROR|java\\.lang|Caused by|\t\\.\\.\\.|\t).*"));

        written.reset();
        logger(json()).warn("node {} says no", "n1" + control + FORGED);
        assertThat(shown().lines()).hasSize(1);
        assertThat(shown()).contains("\\\\");
    }

    @Test
    void cutsALongMessage() {
        logger(text()).warn("{}", "x".repeat(900_000));
        assertThat(shown()).hasSizeLessThan(EscapingAppender.LONGEST + 100).endsWith("… (896000 more characters)\n");
    }

    @Test
    void leavesOrdinaryTextAsItIs() {
        logger(text()).info("Größe 3 GiB, пароль, 日本");
        assertThat(shown()).isEqualTo("INFO Größe 3 GiB, пароль, 日本\n");
    }

    private String shown() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private Logger logger(Encoder<ILoggingEvent> encoder) {
        encoder.setContext(context);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> sink = new OutputStreamAppender<>();
        sink.setContext(context);
        sink.setEncoder(encoder);
        sink.setOutputStream(written);
        sink.start();
        EscapingAppender escaping = new EscapingAppender();
        escaping.setContext(context);
        escaping.addAppender(sink);
        escaping.start();
        Logger logger = context.getLogger("test");
        logger.detachAndStopAllAppenders();
        logger.setLevel(Level.INFO);
        logger.addAppender(escaping);
        return logger;
    }

    private static Encoder<ILoggingEvent> text() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern("%level %kvp%msg%n%ex{full}");
        return encoder;
    }

    private static Encoder<ILoggingEvent> json() {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        return encoder;
    }
}
