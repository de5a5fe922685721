package io.greenlang.patroni.monitor.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.correlate.LeaderEvidence.LeaderKey;
import io.greenlang.patroni.monitor.correlate.LeaderEvidence.Verdict;
import io.greenlang.patroni.monitor.model.Certainty;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table: who owns the key, who writes the newest timeline, who led before; who leads, and whether that is certain. */
class LeaderEvidenceTest {

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, nullValues = "-", textBlock = """
                    DCS,    owner, owner leads, newest writers, an unread one may lead, before, LEADER, HAS LEADER
                    OWNED,  n1,    true,        n1,             false,                  n1,     n1,     YES
                    OWNED,  n1,    true,        n1 n2,          true,                   n1,     n1,     YES
                    OWNED,  n1,    true,        -,              false,                  n1,     n1,     YES
                    OWNED,  n1,    false,       -,              false,                  n1,     n1,     NO
                    OWNED,  n1,    false,       -,              true,                   n1,     n1,     UNKNOWN
                    OWNED,  n1,    false,       n2,             false,                  n1,     n2,     YES
                    OWNED,  n1,    false,       n2,             true,                   n1,     n2,     YES
                    OWNED,  n1,    false,       n2 n3,          false,                  n1,     n1,     UNKNOWN
                    FREE,   -,     false,       -,              false,                  n1,     -,      NO
                    FREE,   -,     false,       -,              true,                   n1,     -,      UNKNOWN
                    FREE,   -,     false,       n1,             false,                  n1,     n1,     YES
                    FREE,   -,     false,       n2,             true,                   n1,     n2,     YES
                    FREE,   -,     false,       n1 n2,          false,                  n1,     -,      UNKNOWN
                    UNREAD, -,     false,       n1,             false,                  n1,     n1,     YES
                    UNREAD, -,     false,       n2,             true,                   n1,     n2,     YES
                    UNREAD, -,     false,       n1 n2,          false,                  n1,     -,      UNKNOWN
                    UNREAD, -,     false,       -,              false,                  n1,     n1,     NO
                    UNREAD, -,     false,       -,              false,                  -,      -,      NO
                    UNREAD, -,     false,       -,              true,                   -,      -,      UNKNOWN
                    """)
    void leads(
            LeaderKey dcs,
            String owner,
            boolean ownerLeads,
            String newest,
            boolean mayHide,
            String before,
            String leader,
            Certainty hasLeader) {
        Set<String> writers =
                newest == null ? Set.of() : Arrays.stream(newest.split(" ")).collect(Collectors.toSet());

        assertThat(new LeaderEvidence(dcs, owner, ownerLeads, writers, mayHide, before).verdict())
                .isEqualTo(new Verdict(leader, hasLeader));
    }
}
