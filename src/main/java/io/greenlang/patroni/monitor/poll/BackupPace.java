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
import org.jspecify.annotations.Nullable;

/**
 * When a member's pgBackRest is asked again. A repository may be an object store, and its listing take seconds and cost
 * money, so rarely; sooner while a backup runs, and after one that had reported a stanza stops reporting it, which a
 * second look should soon confirm or end. For one thread at a time.
 */
final class BackupPace implements Pace<BackupInfo> {
    private final SlowPace config;
    private @Nullable Instant askedAt;
    private Duration pause;
    private Duration retry;
    private boolean hasTold;

    BackupPace(SlowPace config) {
        this.config = config;
        this.pause = config.backupInterval();
        this.retry = config.interval();
    }

    @Override
    public Duration interval() {
        return config.backupInterval();
    }

    @Override
    public boolean isDue(Instant now) {
        return askedAt == null || !askedAt.plus(pause).isAfter(now);
    }

    @Override
    public void asked(Instant now) {
        askedAt = now;
        pause = config.backupInterval();
    }

    @Override
    public void learn(Answer<BackupInfo> newest, Instant asked) {
        List<Stanza> stanzas = stanzas(newest);
        if (!stanzas.isEmpty()) {
            hasTold = true;
            retry = config.interval();
            pause = stanzas.stream().anyMatch(Stanza::locked) ? config.interval() : config.backupInterval();
        } else if (hasTold) {
            pause = retry;
            retry = RoundDeadline.shorter(retry.multipliedBy(2), config.backupInterval());
        }
    }

    private static List<Stanza> stanzas(Answer<BackupInfo> answer) {
        return answer.value()
                .flatMap(info -> info.reply() instanceof Listing listing ? Optional.of(listing) : Optional.empty())
                .map(Listing::stanzas)
                .orElse(List.of());
    }
}
