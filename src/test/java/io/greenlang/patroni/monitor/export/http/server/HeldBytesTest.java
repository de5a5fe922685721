package io.greenlang.patroni.monitor.export.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldBytesTest {
    private final HeldBytes held = new HeldBytes(100);
    private final List<String> dropped = new ArrayList<>();

    @Test
    void countsOnceWhatManyHold() {
        Object page = new Object();
        Runnable first = hold(page, 60, "a");
        Runnable second = hold(page, 60, "b");

        assertThat(held.held()).isEqualTo(60);
        first.run();
        assertThat(held.held()).isEqualTo(60);
        second.run();
        assertThat(held.held()).isZero();
        assertThat(dropped).isEmpty();
    }

    @Test
    void dropsAllWhoHoldTheOldest() {
        Object old = new Object();
        hold(old, 60, "a");
        hold(old, 60, "b");
        hold(new Object(), 30, "c");
        hold(new Object(), 40, "d");

        assertThat(dropped).containsExactlyInAnyOrder("a", "b");
        assertThat(held.held()).isEqualTo(70);
    }

    @Test
    void hasRoomForOneThatIsTooLarge() {
        hold(new Object(), 10, "a");
        Runnable large = hold(new Object(), 500, "b");

        assertThat(dropped).containsExactly("a");
        assertThat(held.held()).isEqualTo(500);
        large.run();
        assertThat(held.held()).isZero();
    }

    @Test
    void lettingGoTwiceOrAfterADropIsHarmless() {
        Runnable first = hold(new Object(), 80, "a");
        hold(new Object(), 80, "b");
        first.run();
        first.run();

        assertThat(held.held()).isEqualTo(80);
    }

    @Test
    void tellsEqualAnswersApart() {
        hold(List.of(1), 60, "a");
        hold(List.of(1), 60, "b");

        assertThat(dropped).containsExactly("a");
    }

    private Runnable hold(Object what, long bytes, String name) {
        return held.hold(what, bytes, () -> dropped.add(name));
    }
}
