package io.greenlang.patroni.monitor.source.dcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.DcsState.Keys;
import io.greenlang.patroni.monitor.model.DcsState.Lock;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatroniKeysTest {
    private static final String LEADER = """
            {"conn_url":"postgres://10.0.1.10:5432/postgres","api_url":"http://10.0.1.10:8008/patroni","state":"running",
             "role":"primary","version":"4.1.5","xlog_location":67112584,"timeline":3}""";

    private static final String REPLICA = """
            {"conn_url":"postgres://[fe80::1]:5433/postgres","api_url":"http://10.0.1.11:8008/patroni","state":"running",
             "role":"replica","replication_state":"streaming","timeline":3,"tags":{"nofailover":true}}""";

    private final PatroniKeys parser = new PatroniKeys("demo", InputLimits.DEFAULTS);
    private final Map<String, String> values = new HashMap<>(Map.of(
            "leader",
            "node1",
            "initialize",
            "7390000000000000001",
            "members/node1",
            LEADER,
            "members/node2",
            REPLICA,
            "config",
            "{\"ttl\":20,\"loop_wait\":3,\"failsafe_mode\":true}",
            "history",
            "[[1,67112584,\"no recovery target specified\",\"2026-11-22T10:00:00+00:00\",\"node1\"]]",
            "failsafe",
            "{\"node1\":\"http://10.0.1.10:8008/patroni\",\"node2\":\"http://10.0.1.11:8008/patroni\"}"));

    @Test
    void readsAllThatPatroniKeeps() throws UnusableAnswerException {
        Keys keys = parse();

        assertThat(keys.lock()).isEqualTo(new Lock("node1", Duration.ofSeconds(17)));
        assertThat(keys.systemIdentifier()).isEqualTo("7390000000000000001");
        assertThat(keys.failsafe()).containsExactlyInAnyOrder("node1", "node2");
        assertThat(keys.config()).isNotNull().satisfies(config -> {
            assertThat(config.timing().ttl()).isEqualTo(Duration.ofSeconds(20));
            assertThat(config.failsafeMode()).isTrue();
        });
        assertThat(keys.history())
                .isNotNull()
                .satisfies(history -> assertThat(history.entries()).hasSize(1));
        ClusterView view = keys.view();
        assertThat(view.scope()).isEqualTo("demo");
        assertThat(view.paused()).isFalse();
        ListedMember leader = view.member("node1").orElseThrow();
        assertThat(leader.role()).isEqualTo(MemberRole.LEADER);
        assertThat(leader.state().isRunning()).isTrue();
        assertThat(leader.timeline()).isEqualTo(3);
        assertThat(leader.address().apiUrl()).isEqualTo("http://10.0.1.10:8008");
        assertThat(leader.address().host()).isEqualTo("10.0.1.10");
        ListedMember replica = view.member("node2").orElseThrow();
        assertThat(replica.role()).isEqualTo(MemberRole.REPLICA);
        assertThat(replica.state().isStreaming()).isTrue();
        assertThat(replica.address().host()).isEqualTo("fe80::1");
        assertThat(replica.address().port()).isEqualTo(5433);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            {"leader":"node1","sync_standby":"node2"},          on,     SYNC_STANDBY
            {"leader":"node1","sync_standby":"node3,node2"},    quorum, QUORUM_STANDBY
            {"leader":"node9","sync_standby":"node2"},          on,     REPLICA
            {"leader":"node1"},                                 on,     REPLICA
            nonsense,                                           on,     REPLICA
            """, delimiterString = ", ", maxCharsPerColumn = 100)
    void knowsTheSynchronousStandbysOfThisLeader(String sync, String mode, MemberRole role)
            throws UnusableAnswerException {
        values.put("sync", sync);
        values.put("config", "{\"synchronous_mode\":\"" + mode + "\"}");

        assertThat(parse().view().member("node2").orElseThrow().role()).isEqualTo(role);
    }

    @Test
    void callsTheOwnerOfAStandbyClustersLockItsStandbyLeader() throws UnusableAnswerException {
        values.put("config", "{\"standby_cluster\":{\"host\":\"10.0.9.9\"}}");

        assertThat(parse().view().leader().orElseThrow().role()).isEqualTo(MemberRole.STANDBY_LEADER);
    }

    @Test
    void readsPauseAndAScheduledSwitchover() throws UnusableAnswerException {
        values.put("config", "{\"pause\":true}");
        values.put(
                "failover",
                "{\"leader\":\"node1\",\"member\":\"node2\",\"scheduled_at\":\"2026-11-22T12:00:00+00:00\"}");

        ClusterView view = parse().view();
        assertThat(view.paused()).isTrue();
        assertThat(view.scheduledSwitchover())
                .isEqualTo(
                        new ClusterView.ScheduledSwitchover(Instant.parse("2026-11-22T12:00:00Z"), "node1", "node2"));
    }

    @Test
    void hasNoLockWhereNobodyHoldsIt() throws UnusableAnswerException {
        values.remove("leader");

        Keys keys = parse();
        assertThat(keys.lock()).isNull();
        assertThat(keys.view().leader()).isEmpty();
    }

    /** Anyone who may write there may write anything. */
    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "{\"a\":{\"b\":[1e999]}}", "\u0000", "42"})
    void takesWhatCanNotBeReadForAbsent(String odd) throws UnusableAnswerException {
        values.keySet().stream().toList().forEach(key -> values.put(key, odd));

        Keys keys = parse();

        assertThat(keys.view().members()).extracting(ListedMember::name).containsExactly("node1", "node2");
        assertThat(keys.history())
                .matches(history -> history == null || history.entries().isEmpty());
    }

    @Test
    void boundsWhatItTakesIn() throws UnusableAnswerException {
        values.put("leader", "n".repeat(1000));
        values.put("initialize", "no number");
        for (int i = 0; i < 500; i++) {
            values.put("members/extra-" + i, REPLICA);
        }

        Keys keys = parse();

        assertThat(keys.lock()).isNull();
        assertThat(keys.systemIdentifier()).isNull();
        assertThat(keys.view().members()).hasSize(InputLimits.DEFAULTS.members());
        assertThat(keys.view().leftOut().count()).isEqualTo(502 - InputLimits.DEFAULTS.members());
    }

    private Keys parse() throws UnusableAnswerException {
        return parser.parse(values, Duration.ofSeconds(17), ClockOffset.NONE);
    }
}
