package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.config.ClusterConfig.SlowPace;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.BackupInfo;
import io.greenlang.patroni.monitor.model.BackupInfo.Stanza;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.TimescaleFacts;
import io.greenlang.patroni.monitor.poll.SlowSource.OnFailure;
import io.greenlang.patroni.monitor.source.postgres.PostgresClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What is read from one member's PostgreSQL beside the rounds, one after the other, so that it never owes two answers: sizes;
 * then TimescaleDB, in each database of which a look costs a login; then pgBackRest, whose repository may be an object store
 * that takes seconds and money. Safe for concurrent use.
 */
final class SlowReadings {
    private final String member;
    private final SlowPace pace;
    private final InternalErrors errors;
    private final SlowSource<PostgresSizes> sizes;
    private final SlowSource<TimescaleFacts> timescale;
    private final SlowSource<BackupInfo> backups;
    /** Whose readings are under way; null when none are. */
    private final AtomicReference<@Nullable PostgresClient> reading = new AtomicReference<>();

    SlowReadings(String member, SlowPace pace, SlowSource.Asking asking) {
        this.member = member;
        this.pace = pace;
        this.errors = asking.errors();
        this.sizes = new SlowSource<>(
                "PostgreSQL of " + member + " (sizes)",
                () -> Pace.every(pace.interval(), pace.interval()),
                OnFailure.KEEP_WHAT_IS_FRESH,
                asking);
        this.timescale = new SlowSource<>(
                "TimescaleDB of " + member,
                () -> pace.timescale().maxDatabases() == 0
                        ? Pace.never()
                        : Pace.every(pace.timescale().interval(), pace.interval()),
                OnFailure.KEEP_WHAT_IS_FRESH,
                asking);
        this.backups =
                new SlowSource<>("pgBackRest of " + member, () -> new BackupPace(pace), OnFailure.SHOW_IT, asking);
    }

    /**
     * Reads what it is time for.
     *
     * @return completes when the sizes are there, and after the very first time the others, too; at once when it is not
     *     their turn
     */
    CompletableFuture<?> refresh(PostgresClient asked) {
        if (!reading.compareAndSet(null, asked)) {
            return CompletableFuture.completedFuture(null);
        }
        boolean first = backups.isFirst();
        CompletableFuture<?> sizesRead = sizes.refresh(() -> asked.sizes(pace.timeout()));
        CompletableFuture<?> allRead = errors.watched(
                "the slow readings of " + member,
                sizesRead
                        .thenCompose(read -> timescale.refresh(() ->
                                asked.timescale(pace.timeout(), pace.timescale().maxDatabases())))
                        .thenCompose(read -> backups.refresh(() -> asked.backups(pace.timeout())))
                        .whenComplete((read, thrown) -> reading.compareAndSet(asked, null)));
        return first ? allRead : sizesRead;
    }

    /** Sizes were asked for since this node last answered: a round does not wait for them. */
    boolean hasSizes() {
        return !sizes.isFirst();
    }

    /** The sizes to show beside these quick facts; one that does not answer now is asked again as soon as it does. */
    Answer<PostgresSizes> sizesBeside(Answer<PostgresFacts> facts, Instant now) {
        if (!facts.isAnswered()) {
            sizes.hurry();
        }
        return sizes.beside(facts, now);
    }

    /**
     * What pgBackRest said there. A member that does not answer now can't vouch for it, but is not asked again as soon as it
     * is back: the backups did not go away with it.
     */
    Answer<BackupInfo> backupsBeside(Answer<PostgresFacts> facts, Instant now) {
        return backups.beside(facts, now);
    }

    Answer<TimescaleFacts> timescaleBeside(Answer<PostgresFacts> facts, Instant now) {
        return timescale.beside(facts, now);
    }

    /** It is another PostgreSQL now. */
    void forget() {
        reading.set(null);
        sizes.forget();
        timescale.forget();
        backups.forget();
    }

    /**
     * When a member's pgBackRest is asked again. A repository may be an object store, and its listing take seconds and cost
     * money, so rarely; sooner while a backup runs, and after one that had reported a stanza stops reporting it, which a
     * second look should soon confirm or end. For one thread at a time.
     */
    static final class BackupPace implements Pace<BackupInfo> {
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
            List<Stanza> stanzas = newest.value().map(BackupInfo::stanzas).orElse(List.of());
            if (!stanzas.isEmpty()) {
                hasTold = true;
                retry = config.interval();
                pause = stanzas.stream().anyMatch(Stanza::locked) ? config.interval() : config.backupInterval();
            } else if (hasTold) {
                pause = retry;
                retry = RoundDeadline.shorter(retry.multipliedBy(2), config.backupInterval());
            }
        }
    }
}
