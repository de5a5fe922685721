package io.greenlang.patroni.monitor.export.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.incident.Candidate;
import io.greenlang.patroni.monitor.incident.Incident;
import io.greenlang.patroni.monitor.incident.Moment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class IncidentTextTest {
    private static final Instant THREE = Instant.parse("2026-11-28T03:00:00Z");

    private static final Incident RECORD = new Incident(
            "shop",
            Incident.Kind.FAILOVER,
            THREE,
            THREE.plusSeconds(90),
            "node1",
            "node2",
            new Incident.Outage(24.2, "from the last look that saw node1 lead to the first that saw node2 lead"),
            new Incident.Loss(1_500_000L, true, "last seen position"),
            List.of(
                    new Moment(
                            THREE, "last_answer", "node1", "node1 answered as the writable leader for the last time"),
                    new Moment(
                            THREE.plusMillis(5_120),
                            "unread",
                            "node1",
                            "PostgreSQL of node1 can't be read: a|b\u001b")),
            List.of(
                    new Candidate("node2", "chosen", 0L, 2_048L, null),
                    new Candidate("node3", "excluded", null, null, "its tag nofailover is set")),
            "node2 was the only one that could win the race for the leader lock",
            new TreeMap<>(Map.of("loop_wait", "10 s", "ttl", "30 s")),
            List.of("node1 is down: the host is gone"));

    @Test
    void forATerminal() {
        assertThat(IncidentText.of(RECORD)).isEqualTo("""
                        Failover of cluster shop: node1 to node2
                        2026-11-28 03:00:00 UTC to 2026-11-28 03:01:30 UTC

                        Without a writable leader  at most 24.2 s (from the last look that saw node1 lead to the first that saw node2 lead)
                        WAL lost                   at least 1.4 MiB (known by: last seen position)

                        What was seen (UTC)
                          11-28 03:00:00.000  node1 answered as the writable leader for the last time
                          11-28 03:00:05.120  PostgreSQL of node1 can't be read: a|b\s

                        Who could have taken over, before it
                          node2: chosen, lacked 0 B to 2.0 KiB
                          node3: excluded, what it lacked is not known; its tag nofailover is set
                          node2 was the only one that could win the race for the leader lock

                        Settings
                          loop_wait 10 s
                          ttl 30 s

                        Open ends
                          - node1 is down: the host is gone""");
    }

    @Test
    void asMarkdownWithoutForeignMarkup() {
        assertThat(IncidentMarkdown.of(RECORD))
                .startsWith("# Failover of cluster shop: node1 to node2\n\n2026-11-28 03:00:00 UTC to ")
                .contains(
                        "| Time | Member | What was seen |\n| --- | --- | --- |\n| 11-28 03:00:00.000 | node1 | node1 answered as")
                .contains("can't be read: a\\|b  |")
                .contains("| loop\\_wait | 10 s |")
                .endsWith("## Open ends\n\n- node1 is down: the host is gone");
    }

    @Test
    void whatIsNotKnownSaysSo() {
        Incident bare = new Incident(
                "shop",
                Incident.Kind.OUTAGE,
                THREE,
                null,
                null,
                null,
                new Incident.Outage(null, "nobody is known to lead yet"),
                Incident.Loss.UNTOLD,
                List.of(),
                List.of(),
                "Nobody leads yet",
                Map.of(),
                List.of());
        assertThat(IncidentText.of(bare))
                .startsWith("Outage of cluster shop\n2026-11-28 03:00:00 UTC, and it is not over: the record so far\n")
                .contains("Without a writable leader  unknown: nobody is known to lead yet")
                .contains("WAL lost                   unknown: no leader change was told")
                .contains("Who could have taken over, before it\n  not known\n");
    }
}
