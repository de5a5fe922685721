package io.greenlang.patroni.monitor.memory;

import io.greenlang.patroni.monitor.event.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events on the disk, one JSON object a line, appended. A thread of its own writes what is handed over, a batch at a time, and
 * forces each batch to the disk: a crash of the machine loses what was handed over within the last moment, a crash of the
 * process the same. While nothing can be written, events wait in a bounded queue, and what does not fit is lost and counted.
 * Safe for concurrent use.
 */
public final class Journal implements AutoCloseable {
    public static final long MAX_BYTES = 16L << 20;

    private static final Logger logger = LoggerFactory.getLogger(Journal.class);
    private static final int WAITING = 2_000;
    private static final int BATCH = 100;
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Path directory;
    private final JournalFile file;
    private final Duration retry;
    private final Runnable onFailure;
    private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(WAITING);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicLong lost = new AtomicLong();
    private final Thread writer = new Thread(this::write, "journal");
    /** Of the writer only. */
    private boolean failing;

    /**
     * @param wall by which files are named and kept
     * @param onFailure is told of every attempt to write that fails, and of every event that is lost
     */
    public Journal(Path directory, Duration keep, InstantSource wall, Runnable onFailure) {
        this(directory, keep, MAX_BYTES, RETRY, wall, onFailure);
    }

    Journal(Path directory, Duration keep, long maxBytes, Duration retry, InstantSource wall, Runnable onFailure) {
        this.directory = directory;
        this.file = new JournalFile(new JournalFolder(directory), keep, maxBytes, wall);
        this.retry = retry;
        this.onFailure = onFailure;
        writer.setDaemon(true);
    }

    /** Reads the newest events back, then begins to write. What can't be read is logged, once for each file. */
    public void open(Consumer<Event> known) {
        endTornLine();
        JournalReader reader = new JournalReader(directory);
        reader.read(2, known);
        reader.problems().forEach(logger::warn);
        writer.start();
    }

    private void endTornLine() {
        try {
            file.endTornLine();
        } catch (IOException e) {
            logger.debug("The journal in {} can't be opened yet: {}", directory, Reasons.of(e));
        }
    }

    /** Hands an event over. Never waits. */
    public void append(Event event) {
        if (!waiting.offer(event)) {
            lose(1);
        }
    }

    private void lose(int events) {
        lost.addAndGet(events);
        for (int i = 0; i < events; i++) {
            onFailure.run();
        }
    }

    /** How many events could not be written since the start. */
    long lost() {
        return lost.get();
    }

    private void write() {
        List<Event> batch = new ArrayList<>();
        try {
            while (closing.getCount() > 0 || !waiting.isEmpty()) {
                Event first = waiting.poll(250, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, BATCH - 1);
                    writeAll(batch);
                    batch.clear();
                }
            }
        } catch (InterruptedException e) {
            lose(batch.size() + waiting.size());
        } finally {
            closeFile();
        }
    }

    /** Comes back when they are written, or when the journal closes. */
    private void writeAll(List<Event> batch) throws InterruptedException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        batch.forEach(event -> lines.writeBytes(JournalLine.bytes(event)));
        while (!isWritten(lines.toByteArray())) {
            if (closing.await(retry.toMillis(), TimeUnit.MILLISECONDS)) {
                lose(batch.size());
                return;
            }
        }
    }

    private boolean isWritten(byte[] lines) {
        try {
            file.append(lines);
        } catch (IOException | RuntimeException e) {
            onFailure.run();
            if (!failing) {
                logger.warn(
                        "Events can't be written to {}: {}. The watch goes on; the journal tries again every {} s",
                        directory,
                        e instanceof IOException io ? Reasons.of(io) : e.toString(),
                        retry.toSeconds());
            }
            failing = true;
            return false;
        }
        if (failing) {
            logger.info("Events are written to {} again; {} were lost", directory, lost.get());
        }
        failing = false;
        return true;
    }

    private void closeFile() {
        try {
            file.close();
        } catch (IOException e) {
            logger.warn("The journal in {} could not be closed: {}", directory, Reasons.of(e));
        }
    }

    /** Writes what waits, as far as a second suffices. */
    @Override
    public void close() {
        closing.countDown();
        try {
            writer.join(LAST_WORDS.toMillis());
            writer.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
