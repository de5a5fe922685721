package io.greenlang.patroni.monitor.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.DiskReading;
import io.greenlang.patroni.monitor.model.DiskSource;
import io.greenlang.patroni.monitor.model.DiskUsage;
import io.greenlang.patroni.monitor.model.DiskUsage.Known;
import io.greenlang.patroni.monitor.model.DiskUsage.Space;
import io.greenlang.patroni.monitor.model.DiskUsage.Unknown;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.PostgresSizes.Part;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskWatchTest {
    private static final Volume VIEWED = new Volume("data", 1000, 600, 400);
    private static final Volume EXPORTED = new Volume("data", 1000, 610, 390);
    private static final Failure NO_VIEW = new Failure(FailureKind.SQL, "no such view");

    @Test
    void believesTheViewFirst() {
        Member node = node().sizes(sizes(List.of(VIEWED), Map.of())).disk(page(EXPORTED, Round.at(5)));

        assertThat(look(null, node))
                .isEqualTo(new Known(DiskSource.SQL_VIEW, Round.at(5), List.of(new Space(VIEWED, null))));
    }

    @Test
    void asksThePageWhereThereIsNoView() {
        Member node = node().sizes(sizes(List.of(), Map.of(Part.DISK, NO_VIEW))).disk(page(EXPORTED, Round.at(4)));

        assertThat(look(2000L, node))
                .isEqualTo(new Known(DiskSource.NODE_EXPORTER, Round.at(4), List.of(new Space(EXPORTED, null))));
    }

    @Test
    void seesTheDiskOfAPostgresThatIsDead() {
        Member node = node().unreadable(FailureKind.REFUSED)
                .sizes(failed(FailureKind.REFUSED))
                .disk(page(EXPORTED, Round.at(5)));

        assertThat(look(null, node).known()).map(Known::source).contains(DiskSource.NODE_EXPORTER);
    }

    @Test
    void countsFilesWithinAGivenSizeAtLast() {
        Member node = node().sizes(sizes(List.of(), Map.of(Part.DISK, NO_VIEW))).disk(failed(FailureKind.TIMEOUT));

        assertThat(look(2000L, node))
                .isEqualTo(new Known(
                        DiskSource.SIZE, Round.at(5), List.of(new Space(new Volume("data", 2000, 900, 1100), null))));
        assertThat(look(500L, node).known().orElseThrow().fullest().volume())
                .isEqualTo(new Volume("data", 500, 900, 0));
    }

    @ParameterizedTest
    @CsvSource({"DATABASES", "WAL"})
    void doesNotCountWithHalfOfTheFiles(Part part) {
        Failure slow = new Failure(FailureKind.TIMEOUT, "too slow");
        Member node = node().sizes(sizes(List.of(), Map.of(Part.DISK, NO_VIEW, part, slow)));

        assertThat(look(2000L, node))
                .isEqualTo(new Unknown(
                        List.of(new DiskUsage.Silence("sql-view", NO_VIEW), new DiskUsage.Silence("size", slow)),
                        true));
    }

    @Test
    void namesEverySourceThatDoesNotTell() {
        Member node = node().sizes(failed(FailureKind.REFUSED)).disk(failed(FailureKind.TIMEOUT));

        Unknown unknown = unknown(look(null, node));

        assertThat(unknown.expected()).isTrue();
        assertThat(unknown.reason()).isEqualTo("sql-view: refused: made up; metrics-url: timeout: made up");
    }

    @ParameterizedTest
    @CsvSource({"SQL, false", "PERMISSION, false", "TIMEOUT, true"})
    void expectsNothingOfAViewThatWasNeverMade(FailureKind kind, boolean expected) {
        Member node = node().sizes(sizes(List.of(), Map.of(Part.DISK, new Failure(kind, "no"))));

        assertThat(unknown(look(null, node)).expected()).isEqualTo(expected);
    }

    @Test
    void expectsSomethingOfAConfiguredPage() {
        Member node = node().sizes(sizes(List.of(), Map.of(Part.DISK, NO_VIEW))).disk(failed(FailureKind.DNS));

        assertThat(unknown(look(null, node)).expected()).isTrue();
    }

    @Test
    void expectsNothingWhereNobodyIsAsked() {
        Unknown unknown = unknown(look(null, node()));

        assertThat(unknown.expected()).isFalse();
        assertThat(unknown.reason()).isEqualTo("no source is asked");
    }

    @Test
    void forecastsFromWhatItWatched() {
        DiskWatch watch = new DiskWatch();
        DiskUsage usage = grow(watch, 0, 20);

        assertThat(fullIn(usage)).isEqualTo(Duration.ofMinutes(80));
    }

    @Test
    void startsAnewWithAnotherSource() {
        DiskWatch watch = new DiskWatch();
        grow(watch, 0, 20);
        Volume viewed = new Volume("data", 1000, 500, 500);
        Member other = node().sizes(sizes(List.of(viewed), Map.of()));

        assertThat(fullIn(look(watch, 21 * 60, other))).isNull();
        assertThat(fullIn(grow(watch, 22, 30))).isNull();
    }

    @Test
    void forgetsAMemberThatIsForgotten() {
        DiskWatch watch = new DiskWatch();
        grow(watch, 0, 20);
        watch.look(Round.of(21 * 60, Member.primary("other", 1, 1)).seen(), null);

        assertThat(fullIn(grow(watch, 22, 25))).isNull();
    }

    /** By 1 a minute; of what remains, 100 are left at the start. */
    private static DiskUsage grow(DiskWatch watch, int fromMinute, int toMinute) {
        DiskUsage last = new Unknown(List.of(), false);
        for (int minute = fromMinute; minute <= toMinute; minute++) {
            Volume volume = new Volume("data", 1000, 900 + minute, 100 - minute);
            last = look(watch, minute * 60.0, node().disk(page(volume, Round.at(minute * 60.0))));
        }
        return last;
    }

    private static Member node() {
        return Member.primary("node1", 1, 1);
    }

    private static DiskUsage look(@Nullable Long size, Member node) {
        return look(new DiskWatch(), size, 5, node);
    }

    private static DiskUsage look(DiskWatch watch, double seconds, Member node) {
        return look(watch, null, seconds, node);
    }

    private static DiskUsage look(DiskWatch watch, @Nullable Long size, double seconds, Member node) {
        DiskUsage usage = watch.look(Round.of(seconds, node).seen(), size).get(node.name());
        assertThat(usage).isNotNull();
        return usage;
    }

    private static @Nullable Duration fullIn(DiskUsage usage) {
        return usage.known().orElseThrow().fullest().fullIn();
    }

    private static Unknown unknown(DiskUsage usage) {
        assertThat(usage).isInstanceOf(Unknown.class);
        return (Unknown) usage;
    }

    private static Answer<PostgresSizes> sizes(List<Volume> volumes, Map<Part, Failure> missing) {
        PostgresSizes sizes = new PostgresSizes(Map.of("a", 300L, "b", 400L), 200L, 1, 0, null, volumes, null, missing);
        return Answer.answered(sizes, Round.at(5), Round.at(5));
    }

    private static Answer<DiskReading> page(Volume volume, Instant at) {
        return Answer.answered(new DiskReading(DiskSource.NODE_EXPORTER, List.of(volume)), at, at);
    }

    private static <T> Answer<T> failed(FailureKind kind) {
        return Answer.failed(kind, "made up", Round.at(5));
    }
}
