package io.greenlang.patroni.monitor.export.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.ClientEndpoint.Kind;
import io.greenlang.patroni.monitor.model.ClientRoute.Destination;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.Snapshots;
import org.junit.jupiter.api.Test;

class EndpointRowTest {
    @Test
    void showsWhereAnEndpointLeadsAndHowLongThatTook() {
        EndpointRow row = row(Snapshots.healthy().route(Kind.PRIMARY, Destination.RIGHT, "node1", "node1"));

        assertThat(row.endpoint()).isEqualTo("primary.db:5432");
        assertThat(row.cells()).extracting(Fact::text).startsWith("primary", "node1", "4 ms");
        assertThat(row.cells()).extracting(Fact::tone).containsOnly(Fact.PLAIN);
    }

    @Test
    void isRedWherePagingIsDue() {
        assertThat(tone(Snapshots.healthy().route(Kind.PRIMARY, Destination.STANDBY, "node2", "node2, a standby")))
                .isEqualTo("critical");
        assertThat(tone(Snapshots.healthy().routeFails(Kind.PRIMARY, FailureKind.REFUSED)))
                .isEqualTo("critical");
        assertThat(tone(Snapshots.healthy().route(Kind.REPLICA, Destination.PRIMARY, "node1", "node1")))
                .isEqualTo("warning");
        assertThat(tone(Snapshots.healthy().routeFails(Kind.PRIMARY, FailureKind.AUTH)))
                .isEqualTo("warning");
    }

    @Test
    void saysWhyNobodyAnswersAndWhatCannotBeTold() {
        Fact refused = row(Snapshots.healthy().routeFails(Kind.REPLICA, FailureKind.REFUSED))
                .cells()
                .get(1);
        assertThat(refused.text()).isEqualTo("nobody");
        assertThat(refused.note()).isEqualTo("refused");

        Fact unknown = row(Snapshots.healthy()
                        .route(Kind.PRIMARY, Destination.UNKNOWN, null, "no member is known to lead"))
                .cells()
                .get(1);
        assertThat(unknown).isEqualTo(Fact.unknown("no member is known to lead"));
    }

    private static String tone(Snapshots snapshot) {
        return row(snapshot).cells().get(1).tone();
    }

    private static EndpointRow row(Snapshots snapshot) {
        return EndpointRow.all(snapshot.build(), Pages.visit()).rows().get(0);
    }
}
