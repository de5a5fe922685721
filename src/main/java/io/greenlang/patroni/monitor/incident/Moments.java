package io.greenlang.patroni.monitor.incident;

import io.greenlang.patroni.monitor.event.Event;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterFacts.Leadership;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.LeaderChange;
import io.greenlang.patroni.monitor.model.MemberObservation;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one snapshot adds to the record: each thing once, when it was first seen, or when it happened where that is known. */
final class Moments {
    /** How long before its begin events belong to an incident. */
    private static final Duration BEFORE = Duration.ofMinutes(2);

    static final String LAST_ANSWER = "last_answer";
    static final String WATCH_BEGAN = "watch_began";
    static final String TIMELINE = "timeline";
    static final String WRITABLE = "writable";

    private final OpenIncident incident;
    private final ClusterSnapshot snapshot;

    private Moments(OpenIncident incident, ClusterSnapshot snapshot) {
        this.incident = incident;
        this.snapshot = snapshot;
    }

    /** One that happened long before is left out, though it may only have been seen now. */
    static void tell(OpenIncident incident, Event event) {
        if (!event.at().isBefore(incident.before.answered().minus(BEFORE))) {
            incident.tell(
                    event.at() + event.type().label() + event.member(),
                    new Moment(event.at(), event.type().label(), event.member(), event.sentence()));
        }
    }

    /** The last time that the old leader was seen at work. */
    static void tellBegin(OpenIncident incident) {
        String leader = incident.before.leader();
        String words =
                incident.before.writable() ? " answered as the writable leader" : " answered as the standby leader";
        incident.tell(
                "begin",
                new Moment(
                        incident.before.answered(),
                        leader == null ? WATCH_BEGAN : LAST_ANSWER,
                        leader,
                        leader == null ? "The watch began, and nobody led" : leader + words + " for the last time"));
    }

    static void tell(OpenIncident incident, ClusterSnapshot snapshot) {
        Moments moments = new Moments(incident, snapshot);
        String former = incident.before.leader();
        Optional.ofNullable(former).flatMap(snapshot.seen()::member).ifPresent(moments::ofFormerLeader);
        snapshot.seen().dcs().view().value().ifPresent(moments::ofLock);
        Optional.ofNullable(snapshot.facts().leaderRecord().last()).ifPresent(moments::ofTimeline);
        moments.ofSuccessor();
        snapshot.members().forEach(moments::ofFollower);
    }

    private void ofFormerLeader(MemberObservation former) {
        ofFailure(former.name(), "Patroni", former.patroni());
        ofFailure(former.name(), "PostgreSQL", former.postgres());
        former.postgres()
                .value()
                .filter(facts -> incident.before.writable() && !facts.isWritable())
                .ifPresent(facts -> tell(
                        "demoted " + former.name(),
                        former.postgres().receivedAt().orElse(snapshot.at()),
                        "demoted",
                        former.name(),
                        former.name() + " answers, and no longer accepts writes"));
    }

    private void ofFailure(String member, String source, Answer<?> answer) {
        answer.reason()
                .ifPresent(failure -> tell(
                        "unread " + source + " " + failure.kind(),
                        answer.knownAt().orElse(snapshot.at()),
                        "unread",
                        member,
                        source + " of " + member + " can't be read: "
                                + failure.kind().label()));
    }

    private void ofLock(ClusterView view) {
        Instant at = snapshot.seen().dcs().view().receivedAt().orElse(snapshot.at());
        String by = Optional.ofNullable(snapshot.seen().dcs().viewedBy())
                .map(member -> ", as " + member + " sees the DCS")
                .orElse("");
        Optional<ClusterView.ListedMember> holder = view.leader();
        if (holder.isEmpty()) {
            tell("lock free", at, "lock_free", null, "Nobody holds the leader lock" + by);
        } else if (!holder.get().name().equals(incident.before.leader())) {
            String name = holder.get().name();
            tell("lock " + name, at, "lock_taken", name, name + " holds the leader lock" + by);
        }
    }

    private void ofTimeline(LeaderChange change) {
        Integer before = incident.before.timeline();
        if (before != null && change.timeline() > before) {
            tell(
                    "timeline " + change.timeline(),
                    change.at(),
                    TIMELINE,
                    change.to(),
                    "Timeline " + change.timeline() + " began"
                            + (change.to() == null ? "" : " on " + change.to())
                            + ", as Patroni's /history or the first look at it says");
        }
    }

    private void ofSuccessor() {
        Leadership leads = snapshot.facts().leadership();
        String leader = leads.leader();
        if (leads.hasLeader() != Certainty.YES || leader == null) {
            return;
        }
        boolean bySql = isWritable(leader);
        tell(
                "writable " + leader + " " + Objects.requireNonNullElse(leads.timeline(), 0),
                snapshot.seen()
                        .member(leader)
                        .flatMap(member -> bySql
                                ? member.postgres().receivedAt()
                                : member.patroni().receivedAt())
                        .orElse(snapshot.at()),
                WRITABLE,
                leader,
                leader
                        + (leads.writable().contains(leader)
                                ? " leads and accepts writes"
                                : " leads, as a standby leader")
                        + (bySql ? ", says its PostgreSQL" : ", says its Patroni"));
    }

    private boolean isWritable(String member) {
        return snapshot.seen()
                .member(member)
                .flatMap(seen -> seen.postgres().value())
                .filter(facts -> facts.isWritable())
                .isPresent();
    }

    private void ofFollower(MemberObservation member) {
        Leadership leads = snapshot.facts().leadership();
        if (leads.hasLeader() == Certainty.YES && !leads.isLeader(member.name()) && Following.follows(member, leads)) {
            tell(
                    "follows " + member.name() + " " + leads.leader(),
                    Following.knownAt(member).orElse(snapshot.at()),
                    "follows",
                    member.name(),
                    member.name() + " streams on timeline " + Objects.requireNonNullElse(leads.timeline(), 0) + " of "
                            + leads.leader());
        }
    }

    private void tell(String key, Instant at, String what, @Nullable String member, String sentence) {
        incident.tell(key, new Moment(snapshot.wall().shows(at), what, member, sentence));
    }
}
