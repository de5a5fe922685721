package io.greenlang.patroni.monitor.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.incident.Incident.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IncidentChoiceTest {
    private static final Instant THREE = Instant.parse("2026-11-28T03:00:00Z");

    private static Incident of(Kind kind, Instant began, @Nullable Instant ended) {
        return new Incident(
                "shop",
                kind,
                began,
                ended,
                "a",
                "b",
                new Incident.Outage(1.0, "looks"),
                Incident.Loss.UNTOLD,
                List.of(),
                List.of(),
                "b took over as planned",
                Map.of(),
                List.of());
    }

    private static final Incident FAILOVER = of(Kind.FAILOVER, THREE, THREE.plusSeconds(60));
    private static final Incident SWITCH_BACK = of(Kind.SWITCHOVER, THREE.plusSeconds(7_200), THREE.plusSeconds(7_230));
    private static final IncidentChoice BOTH = new IncidentChoice(List.of(SWITCH_BACK, FAILOVER));

    @Test
    void theLastIsOneThatNobodyPlanned() {
        assertThat(BOTH.last()).contains(FAILOVER);
        assertThat(new IncidentChoice(List.of(SWITCH_BACK)).last()).isEmpty();
        assertThat(new IncidentChoice(List.of(SWITCH_BACK)).noneInWords(null))
                .isEqualTo("No failover or outage is on record. The newest that there are: switchover of shop at"
                        + " 2026-11-28T05:00:00Z");
    }

    @Test
    void atATimeItIsTheOneThatWentOnElseTheOneNextToIt() {
        assertThat(BOTH.at(THREE.plusSeconds(30))).contains(FAILOVER);
        assertThat(BOTH.at(THREE.plusSeconds(5_000))).contains(SWITCH_BACK);
        assertThat(BOTH.at(THREE.minusSeconds(3_601))).isEmpty();
        assertThat(BOTH.noneInWords(THREE.minusSeconds(3_601)))
                .startsWith("No record is of 2026-11-28T01:59:59Z or the hour around it. The newest that there are: ");
    }

    @Test
    void oneThatGoesOnCoversNow() {
        Incident open = of(Kind.OUTAGE, THREE, null);
        assertThat(new IncidentChoice(List.of(open)).at(THREE.plusSeconds(100_000)))
                .contains(open);
    }

    @Test
    void aRecordIsReadAsItWasWritten() {
        assertThat(IncidentJson.read(IncidentJson.of(FAILOVER))).contains(FAILOVER);
        assertThat(IncidentJson.read(IncidentJson.data(FAILOVER))).contains(FAILOVER);
        assertThat(IncidentJson.read(Map.of())).isEmpty();
        assertThat(IncidentJson.read(Map.of("kind", "coronation"))).isEmpty();
    }
}
