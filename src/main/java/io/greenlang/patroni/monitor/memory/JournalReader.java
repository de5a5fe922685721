package io.greenlang.patroni.monitor.memory;

import io.greenlang.patroni.monitor.event.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads a journal, line by line, and never fails: what can't be read is left out, and a sentence tells of it. The monitor may be
 * writing meanwhile: a last line that has no end yet is told apart from one that can't be read. For one thread.
 */
public final class JournalReader {
    /** In bytes; longer ones are not the monitor's. */
    private static final int MAX_LINE = 1 << 18;

    private final JournalFolder folder;
    private final List<String> problems = new ArrayList<>();

    /** @param directory may be missing */
    public JournalReader(Path directory) {
        folder = new JournalFolder(directory);
    }

    /** For people, one for each file that is not whole; empty when all is well. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /**
     * Reads the newest files.
     *
     * @param events told in the order in which they were written
     */
    public void read(int atMostFiles, Consumer<Event> events) {
        List<Path> files;
        try {
            files = folder.files();
        } catch (IOException e) {
            problems.add("The journal in " + folder.directory() + " can't be read: " + Reasons.of(e));
            return;
        }
        files.subList(Math.max(0, files.size() - atMostFiles), files.size()).forEach(file -> read(file, events));
    }

    private void read(Path file, Consumer<Event> events) {
        try (InputStream bytes = Files.newInputStream(file)) {
            lines(file, bytes, events);
        } catch (IOException e) {
            problems.add("The journal " + file + " can't be read: " + Reasons.of(e));
        }
    }

    private void lines(Path file, InputStream bytes, Consumer<Event> events) throws IOException {
        Lines lines = new Lines(bytes);
        int number = 0;
        int skipped = 0;
        int first = 0;
        while (lines.next()) {
            number++;
            boolean read = !lines.isCut() && told(lines.text(), events);
            if (!read && isUnfinished(lines)) {
                problems.add("The journal %s ends in the middle of line %d: it is being written, or was cut off"
                        .formatted(file, number));
            } else if (!read) {
                skipped++;
                first = first == 0 ? number : first;
            }
        }
        if (skipped > 0) {
            problems.add("The journal %s: %d of %d lines can't be read and are left out, the first is line %d"
                    .formatted(file, skipped, number, first));
        }
    }

    private static boolean isUnfinished(Lines line) {
        return !line.isEnded() && !line.isCut();
    }

    private static boolean told(String text, Consumer<Event> events) {
        if (text.isBlank()) {
            return true;
        }
        return JournalLine.read(text)
                .map(event -> {
                    events.accept(event);
                    return true;
                })
                .orElse(false);
    }

    /** The lines of a file of which nothing is known: none is held that is longer than allowed. */
    private static final class Lines {
        private final InputStream bytes;
        private final byte[] buffer = new byte[1 << 13];
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private int position;
        private int end;
        private boolean cut;
        private boolean ended;

        Lines(InputStream bytes) {
            this.bytes = bytes;
        }

        /** Goes to the next line; false when there is none. The last one needs no line feed. */
        boolean next() throws IOException {
            line.reset();
            cut = false;
            ended = false;
            boolean begun = false;
            while (fill()) {
                begun = true;
                int from = position;
                while (position < end && buffer[position] != '\n') {
                    position++;
                }
                keep(from, position - from);
                if (position < end) {
                    position++;
                    ended = true;
                    return true;
                }
            }
            return begun;
        }

        private boolean fill() throws IOException {
            if (position == end) {
                position = 0;
                end = Math.max(0, bytes.read(buffer));
            }
            return end > 0;
        }

        private void keep(int from, int count) {
            int room = Math.min(count, MAX_LINE - line.size());
            line.write(buffer, from, room);
            cut |= room < count;
        }

        /** Of the line; what is no UTF-8 is replaced. */
        String text() {
            return line.toString(StandardCharsets.UTF_8);
        }

        /** The line is longer than allowed, and the text is its beginning. */
        boolean isCut() {
            return cut;
        }

        /** A line feed ends the line. Only the last line of a file can be without. */
        boolean isEnded() {
            return ended;
        }
    }
}
