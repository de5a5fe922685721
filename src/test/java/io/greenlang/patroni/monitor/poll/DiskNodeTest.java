package io.greenlang.patroni.monitor.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig.SlowPace;
import io.greenlang.patroni.monitor.config.ClusterConfig.TimescalePace;
import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.DiskConfig;
import io.greenlang.patroni.monitor.config.HostList;
import io.greenlang.patroni.monitor.config.MemberUrl;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.source.disk.DiskClient;
import io.greenlang.patroni.monitor.testing.SteppedClock;
import io.greenlang.patroni.monitor.testing.StubNodes;
import io.greenlang.patroni.monitor.testing.StubNodes.Reply;
import io.greenlang.patroni.monitor.time.SteadyClock;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DiskNodeTest {
    private static final String PAGE = """
            node_filesystem_size_bytes{mountpoint="/"} 100
            node_filesystem_free_bytes{mountpoint="/"} 20
            node_filesystem_avail_bytes{mountpoint="/"} 10
            """;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final SlowPace PACE = new SlowPace(MINUTE, MINUTE, MINUTE, new TimescalePace(MINUTE, 20));
    private static final MemberAddress ADDRESS = new MemberAddress("http://node1:8008", "127.0.0.1", 5432);

    private final SteppedClock clock =
            new SteppedClock(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));
    private final AtomicInteger asked = new AtomicInteger();
    private StubNodes stubs;
    private StubNodes.Node page;
    private DiskClient client;
    private DiskNode node;

    @BeforeEach
    void open() throws IOException {
        stubs = new StubNodes();
        page = stubs.open();
        works();
        client = client(clock);
        node = new DiskNode("node1", client, PACE, Runnable::run, clock, CountedBugs.none());
    }

    private DiskClient client(Clock by) {
        return new DiskClient(
                new DiskConfig.Metrics(
                        new MemberUrl("http://{host}:" + page.port() + "/metrics"),
                        new DiskConfig.NodeExporter("/", null),
                        null,
                        new Tls(null, null, null, true),
                        HostList.NONE),
                by);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        stubs.close();
    }

    @Test
    void asksAtTheSlowPace() {
        assertThat(node.wasNeverAsked()).isTrue();
        look(Duration.ZERO);
        look(Duration.ofSeconds(59));
        assertThat(asked).hasValue(1);
        assertThat(node.wasNeverAsked()).isFalse();

        look(Duration.ofSeconds(1));
        assertThat(asked).hasValue(2);
    }

    @Test
    void keepsWhatIsFreshThroughAFailureAndDropsItInTime() {
        look(Duration.ZERO);
        page.answer(path -> Reply.nothing());
        look(MINUTE);
        assertThat(node.shown(clock.instant()).isAnswered()).isTrue();

        look(MINUTE);
        look(MINUTE.plusSeconds(1));
        assertThat(node.shown(clock.instant()).reason().orElseThrow().kind()).isEqualTo(FailureKind.TIMEOUT);

        look(MINUTE);
        assertThat(node.shown(clock.instant()).reason().orElseThrow().kind()).isEqualTo(FailureKind.EMPTY_REPLY);

        works();
        look(MINUTE);
        assertThat(node.shown(clock.instant()).isAnswered()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 120, 3600})
    void goesByElapsedTimeWhateverBecomesOfTheWallClock(long jump) {
        AtomicReference<Instant> wall = new AtomicReference<>(clock.instant());
        AtomicLong nanos = new AtomicLong();
        SteadyClock steady = new SteadyClock(wall::get, nanos::get);
        client.close();
        client = client(steady);
        DiskNode watched = new DiskNode("node1", client, PACE, Runnable::run, steady, CountedBugs.none());
        assertThat(watched.refresh(ADDRESS)).isDone();
        wall.set(wall.get().plusSeconds(jump));

        nanos.addAndGet(MINUTE.minusMillis(1).toNanos());
        assertThat(watched.refresh(ADDRESS)).isDone();
        assertThat(asked).hasValue(1);

        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(watched.refresh(ADDRESS)).isDone();
        assertThat(asked).hasValue(2);

        page.answer(path -> Reply.nothing());
        nanos.addAndGet(MINUTE.multipliedBy(3).toNanos());
        assertThat(watched.refresh(ADDRESS)).isDone();
        assertThat(watched.shown(steady.instant()).isAnswered()).isTrue();
        assertThat(watched.shown(steady.instant().plusMillis(1)).isAnswered()).isFalse();
    }

    @Test
    void asksNobodyWhereNothingIsConfigured() {
        DiskNode none = new DiskNode("node1", null, PACE, Runnable::run, clock, CountedBugs.none());

        assertThat(none.refresh(ADDRESS)).isDone();
        assertThat(none.shown(clock.instant()).reason()).isEmpty();
        assertThat(none.shown(clock.instant()).isAnswered()).isFalse();
    }

    private void works() {
        page.answer(path -> {
            asked.incrementAndGet();
            return Reply.raw("HTTP/1.0 200 OK\r\n\r\n" + PAGE);
        });
    }

    private void look(Duration later) {
        clock.advance(later);
        assertThat(node.refresh(ADDRESS)).isDone();
    }
}
