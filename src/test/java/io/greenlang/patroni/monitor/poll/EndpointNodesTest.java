package io.greenlang.patroni.monitor.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.config.ClusterConfig.HostAndPort;
import io.greenlang.patroni.monitor.config.EndpointsConfig;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClientEndpoint;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.Ports;
import io.greenlang.patroni.monitor.testing.Snapshots;
import io.greenlang.patroni.monitor.testing.SteppedClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Endpoints at which nobody listens. */
class EndpointNodesTest {
    private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");

    private final SteppedClock clock = new SteppedClock(Clock.fixed(START, ZoneOffset.UTC));
    private final HostAndPort primary = new HostAndPort("127.0.0.1", Ports.free());
    private final HostAndPort replica = new HostAndPort("[::1]", Ports.free());
    private final EndpointNodes nodes =
            new EndpointNodes(configured(), new SlowSource.Asking(Runnable::run, clock, CountedBugs.none()));

    @Test
    void showsEachAsTheConfigurationHasItAndWhyItDoesNotAnswer() {
        assertThat(nodes.shown(clock.instant()))
                .extracting(ClientEndpoint::kind, ClientEndpoint::address)
                .containsExactly(
                        tuple(ClientEndpoint.Kind.PRIMARY, "127.0.0.1:" + primary.port()),
                        tuple(ClientEndpoint.Kind.REPLICA, "[::1]:" + replica.port()));

        refresh();

        assertThat(answers().get(0).reason().orElseThrow().kind()).isEqualTo(FailureKind.REFUSED);
    }

    @Test
    void asksAtItsOwnPace() {
        refresh();
        clock.advance(Duration.ofSeconds(14));
        refresh();
        assertThat(answers().get(0).knownAt()).contains(START);

        clock.advance(Duration.ofSeconds(1));
        refresh();
        assertThat(answers().get(0).knownAt()).contains(START.plusSeconds(15));
    }

    @Test
    void dropsWhatWasSaidBeforeAnotherMemberLedAndAsksAtOnce() {
        nodes.leaderIs("n1");
        refresh();
        nodes.leaderIs("n1");
        nodes.leaderIs(null);
        nodes.leaderIs("n1");
        assertThat(answers()).allMatch(answer -> answer.reason().isPresent());

        nodes.leaderIs("n2");
        assertThat(answers()).allMatch(Answer.NotAsked.class::isInstance);
        clock.advance(Duration.ofSeconds(1));
        refresh();
        assertThat(answers().get(0).knownAt()).contains(START.plusSeconds(1));
    }

    private void refresh() {
        assertThat(nodes.refresh()).isDone();
    }

    private List<? extends Answer<?>> answers() {
        return nodes.shown(clock.instant()).stream().map(ClientEndpoint::answer).toList();
    }

    private ClusterConfig configured() {
        ClusterConfig usual = Snapshots.config();
        EndpointsConfig none = EndpointsConfig.none(usual.postgres());
        return usual.withEndpoints(
                new EndpointsConfig(List.of(primary), List.of(replica), none.interval(), none.timeout(), none.login()));
    }
}
