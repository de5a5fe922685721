package io.greenlang.patroni.monitor.correlate;

import static io.greenlang.patroni.monitor.testing.Round.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClientEndpoint;
import io.greenlang.patroni.monitor.model.ClientEndpoint.Kind;
import io.greenlang.patroni.monitor.model.ClientEndpoint.Reply;
import io.greenlang.patroni.monitor.model.ClientRoute;
import io.greenlang.patroni.monitor.model.ClientRoute.Destination;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Round;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who answers at an endpoint, held against a cluster of n1, which leads timeline 2, and n2. */
class ClientRoutesTest {
    private static final String SYSTEM = "7100";
    private static final Instant STARTED_1 = Instant.parse("2026-11-01T00:00:01.123456Z");
    private static final Instant STARTED_2 = Instant.parse("2026-11-01T00:00:01.125456Z");

    @Test
    void knowsTheMemberByTheStartOfItsPostmasterWhateverItsAddress() {
        ClientRoute route = route(Kind.PRIMARY, writes(SYSTEM, 2, "172.17.0.9", STARTED_1));

        assertThat(route.member()).isEqualTo("n1");
        assertThat(route.destination()).isEqualTo(Destination.RIGHT);
        assertThat(route.detail()).isEqualTo("n1");
    }

    @Test
    void knowsItByWhatPatroniSaysWhereSqlIsOff() {
        ClientRoute route = route(
                Kind.REPLICA,
                reads("172.17.0.9", STARTED_2),
                Member.primary("n1", 2, 5000).started(STARTED_1).sqlOff(),
                Member.standby("n2", 2, 5000).started(STARTED_2).sqlOff());

        assertThat(route.member()).isEqualTo("n2");
        assertThat(route.correct()).isEqualTo(Certainty.YES);
    }

    @Test
    void knowsItByItsAddressWhereItWasRestartedSince() {
        ClientRoute route = route(Kind.PRIMARY, reads("n2", STARTED_2.minusSeconds(900)));

        assertThat(route.member()).isEqualTo("n2");
        assertThat(route.destination()).isEqualTo(Destination.STANDBY);
        assertThat(route.detail()).isEqualTo("n2, a standby, and the leader is n1");
    }

    @Test
    void namesNobodyWhereTwoMembersFit() {
        ClientRoute route = route(
                Kind.PRIMARY,
                writes(SYSTEM, 2, null, STARTED_1),
                Member.primary("n1", 2, 5000).started(STARTED_1),
                Member.standby("n2", 2, 5000).started(STARTED_1));

        assertThat(route.member()).isNull();
        assertThat(route.destination()).as("by its timeline").isEqualTo(Destination.RIGHT);
    }

    @Test
    void tellsAStalePrimaryWithItsTimelineAndTheLeader() {
        ClientRoute route = route(
                Kind.PRIMARY,
                writes(SYSTEM, 1, null, STARTED_2),
                Member.primary("n1", 2, 5000).started(STARTED_1),
                Member.primary("n2", 1, 5000).started(STARTED_2));

        assertThat(route.destination()).isEqualTo(Destination.STALE_PRIMARY);
        assertThat(route.detail()).isEqualTo("n2, which accepts writes on timeline 1, and the leader is n1");
    }

    @Test
    void tellsAnotherClusterBeforeAnythingElse() {
        ClientRoute route = route(Kind.REPLICA, writes("7200", 2, "n1", STARTED_1));

        assertThat(route.member()).isNull();
        assertThat(route.destination()).isEqualTo(Destination.OTHER_CLUSTER);
        assertThat(route.detail()).isEqualTo("another cluster: system identifier 7200, not 7100");
    }

    @Test
    void judgesNothingWhileNoMemberHasToldWhichClusterThisIs() {
        ClientRoute route =
                route(Kind.PRIMARY, writes(SYSTEM, 2, "n1", STARTED_1), Member.gone("n1"), Member.gone("n2"));

        assertThat(route.correct()).isEqualTo(Certainty.UNKNOWN);
        assertThat(route.detail()).contains("no member has told");
    }

    @Test
    void judgesNothingWithoutAnAnswer() {
        assertThat(route(Kind.PRIMARY, Answer.notAsked()).detail()).isEqualTo("not asked yet");
        assertThat(route(Kind.PRIMARY, Answer.notAsked()).up()).isEqualTo(Certainty.UNKNOWN);
        ClientRoute refused = route(Kind.PRIMARY, Answer.failed(FailureKind.REFUSED, "db:1", at(5)));
        assertThat(refused.up()).isEqualTo(Certainty.NO);
        assertThat(refused.correct()).isEqualTo(Certainty.UNKNOWN);
        assertThat(route(Kind.PRIMARY, Answer.failed(FailureKind.MONITOR_BUSY, "db:1", at(5)))
                        .up())
                .isEqualTo(Certainty.UNKNOWN);
    }

    private static ClientRoute route(Kind kind, Answer<Reply> answer) {
        return route(
                kind,
                answer,
                Member.primary("n1", 2, 5000).started(STARTED_1),
                Member.standby("n2", 2, 5000).started(STARTED_2));
    }

    private static ClientRoute route(Kind kind, Answer<Reply> answer, Member... nodes) {
        return Round.correlator("demo")
                .correlate(
                        Round.of(5, nodes)
                                .leader("n1")
                                .seen()
                                .withEndpoints(List.of(new ClientEndpoint(kind, "db:1", answer))),
                        0)
                .facts()
                .routes()
                .get(0);
    }

    private static Answer<Reply> writes(String system, int timeline, String host, Instant started) {
        return Answer.answered(
                new Reply(system, false, timeline, host, host == null ? null : 5432, started), at(4), at(4.1));
    }

    private static Answer<Reply> reads(String host, Instant started) {
        return Answer.answered(new Reply(SYSTEM, true, null, host, 5432, started), at(4), at(4.1));
    }
}
