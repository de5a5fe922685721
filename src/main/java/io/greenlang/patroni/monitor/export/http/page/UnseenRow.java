package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation.DcsAnswers;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.SetUp;
import io.greenlang.patroni.monitor.model.Source;
import io.greenlang.patroni.monitor.model.TimescaleFacts.Missing;
import io.greenlang.patroni.monitor.model.TimescaleFacts.Part;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that was not seen.
 *
 * @param who members, the DCS, or a seed
 * @param reason one word
 * @param lasting for how long, such as {@code 4 min}; null where that isn't remembered, or since the newest poll only
 */
record UnseenRow(
        String who,
        String what,
        String reason,
        String detail,
        @Nullable String lasting) {
    static final String NOT_SET_UP = "not set up";

    UnseenRow(String who, String what, String reason, String detail) {
        this(who, what, reason, detail, null);
    }

    static UnseenRow of(String who, String what, Failure failure) {
        return failure.detail().endsWith(SetUp.ADVICE)
                ? new UnseenRow(who, what, NOT_SET_UP, withoutAddress(failure.detail()))
                : new UnseenRow(who, what, failure.kind().label(), failure.detail());
    }

    /** The same of somebody else. */
    UnseenRow by(String other) {
        return new UnseenRow(other, what, reason, detail, lasting);
    }

    /** Which member it is, the row tells. */
    private static String withoutAddress(String detail) {
        int end = detail.indexOf(": ");
        return end < 0 ? detail : detail.substring(end + 2);
    }

    /** Everything that was not seen. */
    static List<UnseenRow> all(ClusterReport report, ClusterSnapshot snapshot) {
        List<UnseenRow> rows = new ArrayList<>();
        DcsAnswers dcs = snapshot.seen().dcs();
        addRemembered(rows, snapshot, null, Source.DCS, "/cluster", dcs.view());
        dcs.view()
                .value()
                .ifPresent(view -> view.leftOut()
                        .words()
                        .forEach(entry -> rows.add(new UnseenRow("DCS", "a member in /cluster", "left out", entry))));
        dcs.peerViews().forEach(peer -> add(rows, "DCS", "/cluster of " + peer.member(), peer.view()));
        add(rows, "DCS", "/history", dcs.history());
        add(rows, "DCS", "/config", dcs.config());
        addRemembered(
                rows,
                snapshot,
                null,
                Source.DCS_DIRECT,
                "the leader lock",
                dcs.direct().keys());
        dcs.direct()
                .unsound()
                .forEach(endpoint -> rows.add(new UnseenRow(
                        "DCS",
                        endpoint.name(),
                        endpoint.health()
                                .reason()
                                .map(failure -> failure.kind().label())
                                .orElse(endpoint.hasQuorum() == Certainty.NO ? "no quorum" : "errors"),
                        endpoint.fault())));
        if (!report.config().postgres().enabled()) {
            rows.add(new UnseenRow("all members", "SQL", "switched off", "postgres.enabled = false"));
        }
        snapshot.members().forEach(member -> addOf(rows, snapshot, member));
        snapshot.facts()
                .routes()
                .forEach(route -> route.failure()
                        .ifPresent(failure ->
                                rows.add(of(route.address(), route.kind().label() + " endpoint", failure))));
        snapshot.facts()
                .visibility()
                .seeds()
                .forEach(unread -> rows.add(of("seed " + unread.seed(), "Patroni", unread.failure())));
        return joined(rows);
    }

    /** What several members have in common becomes one row: one cause, and one thing to do. */
    private static List<UnseenRow> joined(List<UnseenRow> rows) {
        Map<UnseenRow, List<String>> who = new LinkedHashMap<>();
        rows.forEach(
                row -> who.computeIfAbsent(row.by(""), key -> new ArrayList<>()).add(row.who()));
        return who.entrySet().stream()
                .map(row -> row.getKey().by(String.join(", ", row.getValue())))
                .toList();
    }

    private static void addOf(List<UnseenRow> rows, ClusterSnapshot snapshot, MemberObservation member) {
        addRemembered(rows, snapshot, member.name(), Source.PATRONI, "Patroni", member.patroni());
        boolean same = kind(member.postgres()).equals(kind(member.sizes()));
        addRemembered(
                rows, snapshot, member.name(), Source.POSTGRES, same ? "SQL and sizes" : "SQL", member.postgres());
        member.postgres()
                .value()
                .map(PostgresFacts::server)
                .filter(server -> !server.monitorPrivileges())
                .ifPresent(blind -> rows.add(new UnseenRow(
                        member.name(),
                        "SQL, in part",
                        NOT_SET_UP,
                        "the monitor's role is not a member of pg_monitor; " + SetUp.ADVICE)));
        if (!same) {
            add(rows, member.name(), "Sizes", member.sizes());
        }
        member.sizes()
                .value()
                .ifPresent(sizes -> missed(snapshot, member, sizes)
                        .forEach((part, failure) -> rows.add(of(member.name(), "Sizes: " + words(part), failure))));
        addRemembered(rows, snapshot, member.name(), Source.DISK, "Disk metrics", member.disk());
        if (!kind(member.backups()).equals(kind(member.postgres()))) {
            add(rows, member.name(), "Backups", member.backups());
        }
        if (!kind(member.timescale()).equals(kind(member.postgres()))) {
            add(rows, member.name(), "TimescaleDB", member.timescale());
        }
        member.timescale()
                .value()
                .ifPresent(answered -> answered.missing()
                        .forEach(missing -> rows.add(of(member.name(), what(missing), missing.failure()))));
    }

    private static String what(Missing missing) {
        String part = missing.part() == Part.DATABASE ? "" : ", " + words(missing.part());
        return "TimescaleDB of " + missing.database() + part;
    }

    private static String words(Enum<?> part) {
        return part.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Nobody misses the disk view where another source tells. */
    private static Map<PostgresSizes.Part, Failure> missed(
            ClusterSnapshot snapshot, MemberObservation member, PostgresSizes sizes) {
        Map<PostgresSizes.Part, Failure> missed = new TreeMap<>(sizes.missing());
        snapshot.facts().disk(member.name()).known().ifPresent(known -> missed.remove(PostgresSizes.Part.DISK));
        return missed;
    }

    private static Optional<FailureKind> kind(Answer<?> answer) {
        return answer.reason().map(Failure::kind);
    }

    private static void addRemembered(
            List<UnseenRow> rows,
            ClusterSnapshot snapshot,
            @Nullable String member,
            Source source,
            String what,
            Answer<?> answer) {
        String lasting = snapshot.facts()
                .visibility()
                .of(member, source)
                .map(unread -> unread.lasting(snapshot.at()))
                .filter(age -> !age.isZero())
                .map(Figures::age)
                .orElse(null);
        answer.reason()
                .ifPresent(failure -> rows.add(new UnseenRow(
                        Objects.requireNonNullElse(member, "DCS"),
                        what,
                        failure.kind().label(),
                        failure.detail(),
                        lasting)));
    }

    private static void add(List<UnseenRow> rows, String who, String what, Answer<?> answer) {
        answer.reason().ifPresent(failure -> rows.add(of(who, what, failure)));
    }
}
