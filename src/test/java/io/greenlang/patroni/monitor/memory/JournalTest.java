package io.greenlang.patroni.monitor.memory;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.event.EventType;
import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.LoggedEvents;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class JournalTest {
    private static final Duration KEEP = Duration.ofDays(90);
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @RegisterExtension
    final LoggedEvents told = LoggedEvents.of(Journal.class);

    private Path directory;
    private Instant now = Snapshots.NOON;

    @BeforeEach
    void listen() {
        directory = folder.resolve("deep/state");
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        write(0, 5);
        write(5, 8);
        assertThat(read()).isEqualTo(events(0, 8));
        assertThat(told.list).isEmpty();
        assertThat(mode(directory)).isEqualTo("rwx------");
        assertThat(mode(current())).isEqualTo("rw-------");
        assertThat(Files.readAllLines(current()).get(0))
                .isEqualTo(
                        "{\"v\":1,\"at\":\"2026-11-22T12:00:00Z\",\"cluster\":\"c\",\"type\":\"paused\",\"member\":null,"
                                + "\"sentence\":\"number 0\",\"data\":{\"number\":0}}");
    }

    @Test
    void aFileThatIsCutAnywhereLosesItsLastLineOnly() throws IOException {
        write(0, 3);
        byte[] whole = Files.readAllBytes(current());
        int second = new String(whole, StandardCharsets.UTF_8).indexOf('\n') + 1;
        for (int cut = second; cut < whole.length; cut += 7) {
            Files.write(current(), java.util.Arrays.copyOf(whole, cut));
            int left = (int) new String(whole, 0, cut, StandardCharsets.UTF_8)
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
            write(9, 10);
            List<Event> read = read();
            assertThat(read)
                    .as("cut at " + cut)
                    .startsWith(events(0, left).toArray(Event[]::new))
                    .endsWith(events(9, 10).toArray(Event[]::new));
        }
    }

    @Test
    void everyCutIsReadUpToTheLineThatItHit() throws IOException {
        write(0, 3);
        byte[] whole = Files.readAllBytes(current());
        for (int cut = 0; cut < whole.length; cut++) {
            Files.write(current(), java.util.Arrays.copyOf(whole, cut));
            long ends = new String(whole, 0, cut, StandardCharsets.UTF_8)
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
            boolean onlyTheLineFeedIsMissing = whole[cut] == '\n';
            assertThat(allRead())
                    .as("cut at " + cut)
                    .isEqualTo(events(0, (int) ends + (onlyTheLineFeedIsMissing ? 1 : 0)));
        }
    }

    @Test
    void aLineThatIsBeingWrittenIsToldApartFromOneThatCantBeRead() throws IOException {
        write(0, 3);
        byte[] whole = Files.readAllBytes(current());
        for (int cut = 0; cut < whole.length; cut++) {
            Files.write(current(), java.util.Arrays.copyOf(whole, cut));
            JournalReader reader = new JournalReader(directory);
            reader.read(Integer.MAX_VALUE, event -> {});
            boolean isWhole = cut == 0 || whole[cut] == '\n' || whole[cut - 1] == '\n';
            assertThat(reader.problems())
                    .as("cut at " + cut)
                    .hasSize(isWhole ? 0 : 1)
                    .allMatch(problem ->
                            problem.matches("The journal \\S+events\\.jsonl ends in the middle of line [123]: it is"
                                    + " being written, or was cut off"));
        }
    }

    @Test
    void aLineThatACrashToreIsToldOfAtTheNextStart() throws IOException {
        write(0, 2);
        byte[] whole = Files.readAllBytes(current());
        Files.write(current(), java.util.Arrays.copyOf(whole, whole.length - 5));
        told.list.clear();
        assertThat(open(journal -> {})).isEqualTo(events(0, 1));
        assertThat(messages())
                .singleElement()
                .asString()
                .endsWith("1 of 2 lines can't be read and are left out, the first is line 2");
    }

    @Test
    void oneLineTellsOfAllThatCantBeRead() throws IOException {
        write(0, 2);
        byte[] noise = new byte[500];
        new Random(1).nextBytes(noise);
        Files.write(current(), noise, java.nio.file.StandardOpenOption.APPEND);
        write(2, 3);
        told.list.clear();
        assertThat(open(journal -> {})).contains(events(0, 3).toArray(Event[]::new));
        assertThat(messages())
                .singleElement()
                .asString()
                .matches(
                        "The journal \\S+events\\.jsonl: \\d+ of \\d+ lines can't be read and are left out, the first is line 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\":2,\"at\":\"2026-11-22T12:00:00Z\",\"cluster\":\"c\",\"type\":\"paused\",\"sentence\":\"s\",\"data\":{}}",
                "{\"v\":1,\"at\":\"2026-11-22T12:00:00Z\",\"cluster\":\"c\",\"type\":\"of_a_later_version\",\"sentence\":\"s\",\"data\":{}}",
                "[1, 2, 3]",
                "null",
                "PATRONI",
                "\u0000\u0000\u0000\u0000"
            })
    void foreignLinesAreLeftOut(String line) throws IOException {
        write(0, 1);
        Files.writeString(current(), line + "\n", java.nio.file.StandardOpenOption.APPEND);
        write(1, 2);
        assertThat(read()).isEqualTo(events(0, 2));
        assertThat(messages()).anyMatch(line1 -> line1.contains("1 of 2 lines can't be read"));
    }

    @Test
    void aLineWithoutEndIsNotHeldInMemory() throws IOException {
        Files.createDirectories(directory);
        try (var file = Files.newOutputStream(current())) {
            byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 20; i++) {
                file.write(block);
            }
        }
        write(0, 1);
        assertThat(read()).isEqualTo(events(0, 1));
    }

    @Test
    void aFullFileIsPutAsideAndAnOldOneIsDeleted() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("events-20260101T000000000Z.jsonl"), "");
        Files.writeString(directory.resolve("notes.txt"), "mine");
        Journal journal = new Journal(directory, KEEP, 1_000, SOON, () -> now, () -> {});
        journal.open(event -> {});
        for (int i = 0; i < 30; i++) {
            journal.append(event(i));
            int written = i;
            Await.until("written", SOON, () -> allRead().size() == written + 1);
        }
        journal.close();
        assertThat(allRead()).isEqualTo(events(0, 30));
        assertThat(names())
                .hasSizeBetween(4, 12)
                .contains("events.jsonl", "notes.txt")
                .doesNotContain("events-20260101T000000000Z.jsonl");
        assertThat(Files.size(current())).isLessThanOrEqualTo(1_000);
    }

    @Test
    void aDirectoryThatIsAFileIsToldOnceAndCostsOnlyTheHistory() throws IOException {
        Files.createDirectories(directory.getParent());
        Files.writeString(directory, "in the way");
        Journal journal = new Journal(directory, KEEP, Journal.MAX_BYTES, Duration.ofMillis(20), () -> now, () -> {});
        journal.open(event -> {});
        journal.append(event(0));
        Await.until(
                "told", SOON, () -> messages().stream().anyMatch(line -> line.startsWith("Events can't be written")));

        Files.delete(directory);
        Await.until("written", SOON, () -> messages().stream().anyMatch(line -> line.endsWith("again; 0 were lost")));
        journal.append(event(1));
        journal.close();

        assertThat(allRead()).isEqualTo(events(0, 2));
        assertThat(messages().stream().filter(line -> line.startsWith("Events can't")))
                .hasSize(1);
    }

    @Test
    void tellingNeverWaitsAndWhatDoesNotFitIsCounted() throws IOException {
        Files.createDirectories(directory.getParent());
        Files.writeString(directory, "in the way");
        AtomicInteger counted = new AtomicInteger();
        Journal journal = new Journal(
                directory, KEEP, Journal.MAX_BYTES, Duration.ofMinutes(1), () -> now, counted::incrementAndGet);
        journal.open(event -> {});
        for (int i = 0; i < 5_000; i++) {
            journal.append(event(i));
        }
        assertThat(journal.lost()).isBetween(2_800L, 3_000L);
        journal.close();
        Await.until("all are lost", SOON, () -> journal.lost() == 5_000);
        assertThat(counted)
                .as("with the attempts")
                .satisfies(all -> assertThat(all.get()).isBetween(5_001, 5_030));
    }

    @Test
    void aFileThatIsTakenAwayIsMadeAgain() throws IOException {
        Journal journal = new Journal(directory, KEEP, () -> now, () -> {});
        journal.open(event -> {});
        journal.append(event(0));
        Await.until("written", SOON, () -> allRead().size() == 1);
        Files.move(current(), folder.resolve("elsewhere"));
        journal.append(event(1));
        journal.close();
        assertThat(read()).isEqualTo(events(1, 2));
    }

    @Test
    void aSlowJournalIsPutAsideInTimeToBeDeleted() throws IOException {
        Journal journal = new Journal(directory, KEEP, () -> now, () -> {});
        journal.open(event -> {});
        journal.append(event(0));
        Await.until("written", SOON, () -> allRead().size() == 1);
        now = now.plus(Duration.ofDays(10));
        journal.append(event(1));
        journal.close();
        assertThat(names()).containsExactlyInAnyOrder("events-20261202T120000000Z.jsonl", "events.jsonl");
    }

    private void write(int from, int to) {
        open(journal -> events(from, to).forEach(journal::append));
    }

    /** What it reads at its start. */
    private List<Event> open(java.util.function.Consumer<Journal> work) {
        List<Event> known = new ArrayList<>();
        Journal journal = new Journal(directory, KEEP, () -> now, () -> {});
        journal.open(known::add);
        work.accept(journal);
        journal.close();
        return known;
    }

    private List<Event> read() {
        return open(journal -> {});
    }

    private List<Event> allRead() {
        List<Event> all = new ArrayList<>();
        new JournalReader(directory).read(Integer.MAX_VALUE, all::add);
        return all;
    }

    private List<String> messages() {
        return List.copyOf(told.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private Path current() {
        return directory.resolve("events.jsonl");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static List<Event> events(int from, int to) {
        List<Event> events = new ArrayList<>();
        for (int i = from; i < to; i++) {
            events.add(event(i));
        }
        return events;
    }

    private static Event event(int number) {
        return new Event(
                Snapshots.NOON.plusSeconds(number),
                "c",
                EventType.PAUSED,
                null,
                "number " + number,
                Map.of("number", number));
    }
}
