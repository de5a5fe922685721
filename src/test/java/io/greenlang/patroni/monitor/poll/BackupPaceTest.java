package io.greenlang.patroni.monitor.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig.SlowPace;
import io.greenlang.patroni.monitor.config.ClusterConfig.TimescalePace;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.BackupInfo;
import io.greenlang.patroni.monitor.model.BackupInfo.Archiving;
import io.greenlang.patroni.monitor.model.BackupInfo.Listing;
import io.greenlang.patroni.monitor.model.BackupInfo.Stanza;
import io.greenlang.patroni.monitor.model.BackupInfo.Status;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.poll.SlowReadings.BackupPace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackupPaceTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final BackupPace pace = new BackupPace(
            new SlowPace(MINUTE, MINUTE, Duration.ofMinutes(10), new TimescalePace(Duration.ofMinutes(5), 20)));
    private Instant asked = START;

    @Test
    void asksAtOnceAndThenEveryTenMinutes() {
        assertThat(pace.isDue(START)).isTrue();

        assertThat(pauseAfter(listing(false))).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void watchesARunningBackup() {
        assertThat(pauseAfter(listing(true))).isEqualTo(MINUTE);
        assertThat(pauseAfter(listing(false))).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void leavesAMemberWithoutPgBackRestAlone() {
        assertThat(pauseAfter(failed())).isEqualTo(Duration.ofMinutes(10));
        assertThat(pauseAfter(nothing())).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void looksAgainSoonWhereItHadTold() {
        pauseAfter(listing(false));

        assertThat(pauseAfter(failed())).isEqualTo(MINUTE);
        assertThat(pauseAfter(nothing())).isEqualTo(Duration.ofMinutes(2));
        assertThat(pauseAfter(failed())).isEqualTo(Duration.ofMinutes(4));
        assertThat(pauseAfter(failed())).isEqualTo(Duration.ofMinutes(8));
        assertThat(pauseAfter(failed())).isEqualTo(Duration.ofMinutes(10));
        assertThat(pauseAfter(listing(false))).isEqualTo(Duration.ofMinutes(10));
        assertThat(pauseAfter(failed())).isEqualTo(MINUTE);
    }

    @Test
    void doesNotAskAgainBeforeAnAnswer() {
        pace.asked(START);

        assertThat(pace.isDue(START.plus(MINUTE))).isFalse();
    }

    /** In whole minutes. */
    private Duration pauseAfter(Answer<BackupInfo> answer) {
        pace.asked(asked);
        pace.learn(answer, asked);
        Duration pause = MINUTE;
        while (!pace.isDue(asked.plus(pause))) {
            pause = pause.plus(MINUTE);
        }
        asked = asked.plus(pause);
        return pause;
    }

    private static Answer<BackupInfo> listing(boolean locked) {
        Stanza stanza = new Stanza("main", new Status(Status.OK, "ok"), List.of(), List.of(), List.of(), locked);
        return answer(List.of(stanza));
    }

    private static Answer<BackupInfo> nothing() {
        return answer(List.of());
    }

    private static Answer<BackupInfo> answer(List<Stanza> stanzas) {
        return Answer.answered(new BackupInfo(new Archiving(false, null), new Listing(stanzas)), START, START);
    }

    private static Answer<BackupInfo> failed() {
        return Answer.failed(FailureKind.TIMEOUT, "no answer", START);
    }
}
