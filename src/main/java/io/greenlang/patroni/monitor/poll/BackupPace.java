package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.config.ClusterConfig.SlowPace;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.BackupInfo;
import io.greenlang.patroni.monitor.model.BackupInfo.Listing;
import io.greenlang.patroni.monitor.model.BackupInfo.Stanza;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When a member's pgBackRest is asked again. A repository may be an object store, and its listing take seconds and cost
 * money, so seldom; sooner while a backup runs, and after one that had told of a stanza tells no more, which a second look
 * should confirm or end soon. For one thread at a time.
 */
final class BackupPace {
    private final SlowPace config;
    private Instant askedAt = Instant.MIN;
    private Duration pause;
    private Duration retry;
    private boolean hasTold;

    BackupPace(SlowPace config) {
        this.config = config;
        this.pause = config.backupInterval();
        this.retry = config.interval();
    }

    boolean isFirst() {
        return askedAt.equals(Instant.MIN);
    }

    boolean isDue(Instant now) {
        return isFirst() || !askedAt.plus(pause).isAfter(now);
    }

    void asked(Instant now) {
        askedAt = now;
        pause = config.backupInterval();
    }

    /** Takes in what came of it. */
    void learn(Answer<BackupInfo> newest) {
        List<Stanza> stanzas = stanzas(newest);
        if (!stanzas.isEmpty()) {
            hasTold = true;
            retry = config.interval();
            pause = stanzas.stream().anyMatch(Stanza::locked) ? config.interval() : config.backupInterval();
        } else if (hasTold) {
            pause = retry;
            retry = Deadline.shorter(retry.multipliedBy(2), config.backupInterval());
        }
    }

    private static List<Stanza> stanzas(Answer<BackupInfo> answer) {
        return answer.value()
                .flatMap(info -> info.reply() instanceof Listing listing ? Optional.of(listing) : Optional.empty())
                .map(Listing::stanzas)
                .orElse(List.of());
    }
}
