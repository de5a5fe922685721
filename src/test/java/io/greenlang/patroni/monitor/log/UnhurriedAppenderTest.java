package io.greenlang.patroni.monitor.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import io.greenlang.patroni.monitor.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class UnhurriedAppenderTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int QUEUE = 10;
    /** The last place is for the line that tells of those that are left out. */
    private static final int FITS = QUEUE - 1;

    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("log");
    private final AtomicLong lost = new AtomicLong();
    private final SlowReader reader = new SlowReader();
    private final UnhurriedAppender appender = new UnhurriedAppender(logger, lost);

    @BeforeEach
    void start() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        reader.setContext(context);
        reader.start();
        appender.setContext(context);
        appender.setQueueSize(QUEUE);
        appender.addAppender(reader);
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void stop() {
        reader.reads.countDown();
        context.stop();
    }

    /** The worker holds one line, and takes no other out of the queue. */
    private void stall() throws InterruptedException {
        logger.info("the first");
        assertThat(reader.begun.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void tellsHowManyLinesWereLeftOut() throws InterruptedException {
        stall();
        log(0, 30);
        assertThat(lost).hasValue(30 - FITS);

        reader.reads.countDown();
        Await.until("the queue is empty", SOON, () -> reader.lines.size() == 1 + FITS);
        log(30, 31);
        Await.until("the last line", SOON, () -> reader.lines.contains("line 30"));

        assertThat(reader.lines)
                .hasSize(1 + FITS + 2)
                .endsWith("Dropped 21 log lines: standard error is not being read fast enough", "line 30");
        assertThat(lost).hasValue(30 - FITS);
    }

    @Test
    void tellsItAtTheEndWhereNothingMoreIsLogged() throws InterruptedException {
        stall();
        log(0, 30);
        reader.reads.countDown();
        Await.until("the queue is empty", SOON, () -> reader.lines.size() == 1 + FITS);

        appender.stop();

        assertThat(reader.lines.get(reader.lines.size() - 1)).startsWith("Dropped 21 log lines");
    }

    @Test
    void countsEachLineOnceWhoeverLogsIt() throws InterruptedException {
        stall();
        IntStream.range(0, 400).parallel().forEach(i -> logger.info("line {}", i));
        assertThat(lost).hasValue(400 - FITS);
        reader.reads.countDown();

        Await.until("the queue is empty", SOON, () -> reader.lines.size() == 1 + FITS);
    }

    @Test
    void leavesNothingOutWhereThereIsRoom() {
        reader.reads.countDown();
        log(0, QUEUE - 1);
        assertThat(lost).hasValue(0);
        Await.until("all are read", SOON, () -> reader.lines.size() == QUEUE - 1);
    }

    private void log(int from, int to) {
        IntStream.range(from, to).forEach(i -> logger.info("line {}", i));
    }

    /** Takes the first line and no other until it is told to read. */
    private static final class SlowReader extends AppenderBase<ILoggingEvent> {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch reads = new CountDownLatch(1);
        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

        @Override
        protected void append(ILoggingEvent line) {
            begun.countDown();
            try {
                reads.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            lines.add(line.getFormattedMessage());
        }
    }
}
