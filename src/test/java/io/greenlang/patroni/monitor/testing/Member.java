package io.greenlang.patroni.monitor.testing;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.BackupInfo;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.DiskReading;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberObservation.Presence;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.PostgresState;
import io.greenlang.patroni.monitor.model.Tags;
import io.greenlang.patroni.monitor.model.TimescaleFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A member as a round of the poll sees it: well, until a test says otherwise. Mutable; every change returns this. */
public final class Member extends MemberPostgres<Member> {
    private MemberAddress address;
    private boolean listed = true;
    private MemberRole listedRole;
    private @Nullable Instant firstSeen;
    private @Nullable Presence presence;

    private @Nullable Instant asked;
    private @Nullable Instant answered;
    private Duration took = Duration.ofMillis(100);
    private String failure = "10.0.0.9 gave no answer";
    private @Nullable FailureKind patroniFailure;
    private @Nullable FailureKind postgresFailure;
    private @Nullable FailureKind sizesFailure;
    private @Nullable FailureKind timescaleFailure;
    private Duration postgresFailureAge = Duration.ZERO;

    private @Nullable Answer<Boolean> liveness;
    private boolean livenessApart;
    private @Nullable Boolean alive;
    private @Nullable Answer<PatroniStatus> patroni;
    private @Nullable Answer<PostgresFacts> postgres;
    private @Nullable Answer<PostgresSizes> sizes;
    private Answer<BackupInfo> backups = Answer.notAsked();
    private @Nullable Answer<TimescaleFacts> timescale;
    private TimescaleFacts timescaleFacts = TimescaleSamples.NONE;
    private Answer<DiskReading> disk = Answer.notAsked();

    private Member(String name, boolean primary) {
        super(name, primary);
        address = at(name);
        listedRole = primary ? MemberRole.LEADER : MemberRole.REPLICA;
    }

    @Override
    Member self() {
        return this;
    }

    public static Member leader(String name) {
        return new Member(name, true).senders("async", "async");
    }

    public static Member replica(String name) {
        return new Member(name, false).receiver("streaming").replicationState("streaming");
    }

    /** A primary of the cluster demo, of which only REST and the quick SQL are read. */
    public static Member primary(String name, int timeline, long written) {
        return new Member(name, true).ofDemo(timeline, written);
    }

    /** A standby of the cluster demo, of which only REST and the quick SQL are read. */
    public static Member standby(String name, int timeline, long replayed) {
        return new Member(name, false).ofDemo(timeline, replayed).heard(null).replicationState("streaming");
    }

    /** Nothing on its host answers. */
    public static Member gone(String name) {
        return standby(name, 1, 0).unreadable(FailureKind.TIMEOUT);
    }

    private Member ofDemo(int timeline, long reached) {
        took = Duration.ZERO;
        failure = "made up";
        return scope("demo")
                .clusterName("demo")
                .system("7100", "7100")
                .started(Round.START)
                .firstSeen(Round.START)
                .timeline(timeline)
                .position(new Lsn(reached))
                .dcsLastSeen(null)
                .clockAhead(null)
                .liveness(true)
                .sizes(Answer.notAsked())
                .timescale(Answer.notAsked());
    }

    /** Neither Patroni nor PostgreSQL answers. */
    public Member unreadable(FailureKind kind) {
        livenessApart = false;
        return patroniFails(kind).postgresFails(kind);
    }

    /** With {@code /liveness}, where nothing else is said about that. */
    public Member patroniFails(FailureKind kind) {
        patroniFailure = kind;
        return this;
    }

    public Member patroniNotAsked() {
        return patroni(Answer.notAsked());
    }

    public Member patroni(Answer<PatroniStatus> told) {
        patroni = told;
        return this;
    }

    /** @param answer null when it does not answer */
    public Member liveness(@Nullable Boolean answer) {
        livenessApart = true;
        alive = answer;
        return this;
    }

    public Member livenessAnswer(Answer<Boolean> told) {
        liveness = told;
        return this;
    }

    public Member postgresFails(FailureKind kind) {
        postgresFailure = kind;
        sizesFailure = kind;
        timescaleFailure = kind;
        return this;
    }

    /** Refused when it was asked last, and not asked since. */
    public Member postgresRefused(Duration ago) {
        postgresFailureAge = ago;
        return postgresFails(FailureKind.AUTH);
    }

    public Member sqlOff() {
        return postgres(Answer.notAsked()).sizes(Answer.notAsked()).timescale(Answer.notAsked());
    }

    public Member postgres(Answer<PostgresFacts> told) {
        postgres = told;
        return this;
    }

    public Member sizes(Answer<PostgresSizes> told) {
        sizes = told;
        return this;
    }

    @Override
    public Member settings(Map<String, String> values) {
        sizes = null;
        return super.settings(values);
    }

    public Member backups(Answer<BackupInfo> told) {
        backups = told;
        return this;
    }

    public Member timescale(TimescaleFacts facts) {
        timescaleFacts = facts;
        return this;
    }

    public Member timescaleFails(FailureKind kind) {
        timescaleFailure = kind;
        return this;
    }

    public Member timescale(Answer<TimescaleFacts> told) {
        timescale = told;
        return this;
    }

    /** What a page of disk metrics says. */
    public Member disk(Answer<DiskReading> page) {
        disk = page;
        return this;
    }

    /** When each of its sources was asked. */
    public Member asked(Instant when) {
        asked = when;
        return this;
    }

    /** When each of its sources answered, or failed; by default at the end of the round. */
    public Member answered(Instant when) {
        answered = when;
        return this;
    }

    public Member vanished() {
        listed = false;
        return this;
    }

    public Member listedAs(MemberRole inDcs) {
        listedRole = inDcs;
        return this;
    }

    /** By default a day before every round. */
    public Member firstSeen(Instant when) {
        firstSeen = when;
        return this;
    }

    public Member presence(Presence known) {
        presence = known;
        return this;
    }

    public Member address(MemberAddress published) {
        address = published;
        return this;
    }

    /** Its address is the other member's, which answers there. */
    public Member isReally(String other) {
        address = at(other);
        return isNamed() ? calls(other) : this;
    }

    private static MemberAddress at(String host) {
        return new MemberAddress("http://" + host + ":8008", host, 5432);
    }

    /** Its key in the DCS, as {@code /cluster} shows it. */
    public ListedMember listed() {
        return listed(listedRole, state, timelineBySql(), ClusterView.Lag.UNKNOWN, tags());
    }

    public ListedMember listed(
            MemberRole role, PostgresState inDcs, @Nullable Integer timeline, ClusterView.Lag lag, Tags tags) {
        return new ListedMember(name, role, inDcs, address, timeline, lag, tags);
    }

    boolean isListed() {
        return listed;
    }

    /** What a round that finishes at that moment sees of it. */
    public MemberObservation seen(Instant now) {
        return new MemberObservation(
                name,
                presence == null ? presence(now) : presence,
                liveness == null ? liveness(now) : liveness,
                answer(patroni, patroniFailure, this::status, now),
                answer(postgres, postgresFailure, this::facts, now.minus(postgresFailureAge)),
                answer(sizes, sizesFailure, this::sizes, now),
                backups,
                answer(timescale, timescaleFailure, any -> timescaleFacts, now),
                disk);
    }

    private Presence presence(Instant now) {
        Instant first = firstSeen == null ? now.minus(Duration.ofDays(1)) : firstSeen;
        return new Presence(address, listed, first, listed ? now : now.minusSeconds(60));
    }

    private Answer<Boolean> liveness(Instant now) {
        FailureKind fails = alive == null ? FailureKind.TIMEOUT : null;
        return answer(null, livenessApart ? fails : patroniFailure, any -> !Boolean.FALSE.equals(alive), now);
    }

    private <T> Answer<T> answer(
            @Nullable Answer<T> told, @Nullable FailureKind kind, Function<Instant, T> content, Instant now) {
        if (told != null) {
            return told;
        }
        Instant at = answered == null ? now : answered;
        return kind == null
                ? Answer.answered(content.apply(now), asked == null ? at.minus(took) : asked, at)
                : Answer.failed(kind, failure, at);
    }
}
