package io.greenlang.patroni.monitor.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.poll.RestNode.LivenessPace;
import io.greenlang.patroni.monitor.testing.Nodes;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LivenessPaceTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final LivenessPace pace = new LivenessPace();

    @Test
    void isAskedAtFirst() {
        assertThat(pace.isDue(NOW)).isTrue();
    }

    @Test
    void isAskedSeldomWhileAllIsWell() {
        pace.learn(running(), alive(true));

        assertThat(pace.isDue(NOW.plus(LivenessPace.WHILE_WELL).minusMillis(1))).isFalse();
        assertThat(pace.isDue(NOW.plus(LivenessPace.WHILE_WELL))).isTrue();
        assertThat(pace.last()).isEqualTo(alive(true));
    }

    @Test
    void isAskedInEveryRoundWhileTheHaLoopStands() {
        pace.learn(running(), alive(false));
        assertThat(pace.isDue(NOW)).isTrue();
    }

    @Test
    void isAskedInEveryRoundWhileTheStatusIsMissing() {
        pace.learn(Answer.failed(FailureKind.TIMEOUT, "hangs", NOW), alive(true));
        assertThat(pace.isDue(NOW)).isTrue();
    }

    @Test
    void isAskedInEveryRoundWhileItFails() {
        pace.learn(running(), Answer.failed(FailureKind.TIMEOUT, "hangs", NOW));
        assertThat(pace.isDue(NOW)).isTrue();
    }

    private static Answer<Boolean> alive(boolean alive) {
        return Answer.answered(alive, NOW, NOW);
    }

    private static Answer<PatroniStatus> running() {
        return Answer.answered(Nodes.standby("patroni-1").status(NOW), NOW, NOW);
    }
}
