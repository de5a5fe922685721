package io.greenlang.patroni.monitor.rule.checklist;

import static io.greenlang.patroni.monitor.rule.checklist.Outcome.fail;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.notSetUp;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.pass;
import static io.greenlang.patroni.monitor.rule.checklist.Outcome.unknown;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PostgresFacts.Archiver;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether the leader's archiver works since maintenance began.
 *
 * @param since by the daemon's clock, as the archiver's times are
 */
record ArchivingCheck(ClusterSnapshot picture, Instant since) {

    Outcome outcome() {
        Optional<MemberObservation> leader =
                Optional.ofNullable(picture.facts().leadership().leader()).flatMap(picture.seen()::member);
        if (leader.isEmpty()) {
            return unknown("it can't be told who leads");
        }
        return leader.get()
                .postgres()
                .fold(
                        sql -> of(leader.get(), sql.content().archiver()),
                        failure -> unknown(leader.get().name() + ": " + failure),
                        () -> notSetUp(Words.SQL_OFF));
    }

    private Outcome of(MemberObservation leader, Archiver archiver) {
        if (!archiver.enabled()) {
            return notSetUp("archive_mode is off");
        }
        Instant failed = archiver.lastFailed();
        Instant archived = archiver.lastArchived();
        if (failed != null && failed.isAfter(since) && (archived == null || archived.isBefore(failed))) {
            return fail("%s failed to archive at %s, and has not succeeded since"
                    .formatted(leader.name(), picture.wall().shows(failed)));
        }
        if (archived != null && archived.isAfter(since)) {
            return pass(
                    "%s archived at %s".formatted(leader.name(), picture.wall().shows(archived)));
        }
        return waiting(leader);
    }

    /** Nothing was archived since: no fault where there was nothing to archive. */
    private static Outcome waiting(MemberObservation leader) {
        Answer<PostgresSizes> sizes = leader.sizes();
        Integer ready = sizes.value().map(PostgresSizes::archiveReadyFiles).orElse(null);
        if (ready == null) {
            return unknown(leader.name() + " archived nothing since, and whether files wait can't be read");
        }
        return ready == 0
                ? notSetUp(leader.name() + " had nothing to archive since: pg_switch_wal() gives it something")
                : unknown("%s archived nothing since, and %d WAL files wait".formatted(leader.name(), ready));
    }
}
