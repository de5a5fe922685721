package io.greenlang.patroni.monitor.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.correlate.RouteEvidence.Leader;
import io.greenlang.patroni.monitor.model.Certainty;
import io.greenlang.patroni.monitor.model.ClientEndpoint.Kind;
import io.greenlang.patroni.monitor.model.ClientRoute.Destination;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table from evidence to verdict. The leader is {@code a}, on timeline 3. */
class RouteEvidenceTest {
    /** It answers: in recovery (R) or not (W) with its timeline; member - is one that could not be told. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # kind   | own     | answers | member | leader          | verdict
            PRIMARY  | YES     | W3      | a      | writes          | RIGHT
            PRIMARY  | YES     | W2      | b      | writes          | STALE_PRIMARY
            PRIMARY  | YES     | W3      | b      | writes          | STALE_PRIMARY
            PRIMARY  | YES     | R       | b      | writes          | STANDBY
            PRIMARY  | YES     | R       | -      | writes          | STANDBY
            # the leader's own answer, from before its promotion
            PRIMARY  | YES     | R       | a      | writes          | UNKNOWN
            # behind a Unix socket or NAT only the timeline tells
            PRIMARY  | YES     | W2      | -      | writes          | STALE_PRIMARY
            PRIMARY  | YES     | W3      | -      | writes          | RIGHT
            PRIMARY  | YES     | W3      | -      | beside another  | UNKNOWN
            PRIMARY  | YES     | W4      | -      | writes          | UNKNOWN
            PRIMARY  | YES     | W3      | -      | no timeline     | UNKNOWN
            # a switchover: nobody leads
            PRIMARY  | YES     | W2      | b      | nobody          | UNKNOWN
            PRIMARY  | YES     | R       | b      | nobody          | UNKNOWN
            # a standby cluster; the one that it follows has the same system identifier
            PRIMARY  | YES     | R       | a      | standby leader  | RIGHT
            PRIMARY  | YES     | R       | b      | standby leader  | STANDBY
            PRIMARY  | YES     | R       | -      | standby leader  | UNKNOWN
            PRIMARY  | YES     | W3      | -      | standby leader  | UNKNOWN
            PRIMARY  | YES     | W4      | b      | standby leader  | STALE_PRIMARY
            REPLICA  | YES     | R       | b      | writes          | RIGHT
            REPLICA  | YES     | R       | -      | writes          | RIGHT
            REPLICA  | YES     | R       | b      | nobody          | RIGHT
            REPLICA  | YES     | W3      | a      | writes          | PRIMARY
            REPLICA  | YES     | W2      | -      | writes          | PRIMARY
            REPLICA  | YES     | W2      | b      | nobody          | PRIMARY
            REPLICA  | YES     | R       | a      | standby leader  | PRIMARY
            REPLICA  | YES     | R       | b      | standby leader  | RIGHT
            PRIMARY  | NO      | W3      | -      | writes          | OTHER_CLUSTER
            PRIMARY  | NO      | R       | -      | nobody          | OTHER_CLUSTER
            REPLICA  | NO      | R       | -      | writes          | OTHER_CLUSTER
            PRIMARY  | UNKNOWN | W3      | -      | writes          | UNKNOWN
            REPLICA  | UNKNOWN | R       | -      | writes          | UNKNOWN
            """)
    void isJudgedBy(
            Kind kind, Certainty own, String answers, @Nullable String member, String leader, Destination verdict) {
        boolean inRecovery = answers.equals("R");
        Integer timeline = inRecovery ? null : Integer.valueOf(answers.substring(1));

        assertThat(new RouteEvidence(kind, own, inRecovery, timeline, member, leader(leader)).verdict())
                .isEqualTo(verdict);
    }

    private static Leader leader(String words) {
        return switch (words) {
            case "writes" -> new Leader("a", false, 3, true);
            case "beside another" -> new Leader("a", false, 3, false);
            case "no timeline" -> new Leader("a", false, null, true);
            case "standby leader" -> new Leader("a", true, 3, false);
            default -> new Leader(null, false, 3, false);
        };
    }
}
