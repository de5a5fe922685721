package io.greenlang.patroni.monitor.export.text;

import io.greenlang.patroni.monitor.export.text.Table.Column;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.ReplicationTree;
import io.greenlang.patroni.monitor.model.ReplicationTree.Branch;
import io.greenlang.patroni.monitor.model.ReplicationTree.Row;
import io.greenlang.patroni.monitor.model.Upstream;
import io.greenlang.patroni.monitor.model.Upstream.Witness;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code topology} prints: the members as {@code patronictl topology} draws them, and who says so. */
public final class TopologyText {
    private static final int INDENT = 2;
    private static final List<Column> COLUMNS = Stream.concat(
                    MemberCells.COLUMNS.stream(), Stream.of(new Column("Evidence", false, 2)))
            .toList();

    private TopologyText() {}

    public static String of(MonitorReport report, Terminal terminal) {
        Page page = new Page(terminal);
        for (ClusterReport cluster : report.clusters()) {
            page.blank();
            cluster.snapshot()
                    .ifPresentOrElse(
                            snapshot -> tree(page, cluster, snapshot),
                            () -> page.paragraph(
                                    INDENT, MemberCells.titles(cluster).get(0), Span.plain(": nothing was seen yet")));
        }
        return page.text();
    }

    private static void tree(Page page, ClusterReport cluster, ClusterSnapshot snapshot) {
        List<Row> rows = ReplicationTree.of(snapshot).rows();
        MemberCells cells = new MemberCells(snapshot);
        page.table(new Table(
                MemberCells.titles(cluster),
                COLUMNS,
                rows.stream().map(row -> cells(snapshot, cells, row)).collect(Collectors.toList())));
        StatusText.orders(page, snapshot);
        boolean presumed = rows.stream()
                .flatMap(row -> row.branch().fedBy().stream())
                .anyMatch(upstream -> upstream.witness() == Witness.RULE);
        if (presumed) {
            page.paragraph(
                    INDENT,
                    Span.plain(
                            "presumed: expected, not observed; it is where Patroni's rule (tag replicatefrom, else the leader)"
                                    + " would put the member"));
        }
    }

    private static List<Span> cells(ClusterSnapshot snapshot, MemberCells cells, Row row) {
        Branch branch = row.branch();
        List<Span> all = new ArrayList<>(cells.row(indented(row), branch.member()));
        all.add(branch.fedBy().map(TopologyText::source).orElseGet(() -> nobody(snapshot, branch)));
        return all;
    }

    private static String indented(Row row) {
        String name = row.branch().member().name();
        return row.depth() == 0 ? name : "  ".repeat(row.depth() - 1) + "+ " + name;
    }

    private static Span source(Upstream upstream) {
        return switch (upstream.witness()) {
            case SENDER -> Span.plain("pg_stat_replication: " + state(upstream));
            case RECEIVER -> Span.plain("pg_stat_wal_receiver: " + state(upstream));
            case RULE -> new Span("presumed", Style.WARNING);
        };
    }

    private static String state(Upstream upstream) {
        return Objects.requireNonNullElse(upstream.state(), "hidden")
                + (upstream.syncState() == null ? "" : " " + upstream.syncState());
    }

    private static Span nobody(ClusterSnapshot snapshot, Branch branch) {
        String name = branch.member().name();
        boolean primary = snapshot.facts().leadership().isLeader(name)
                || snapshot.facts().leadership().writable().contains(name);
        return primary ? Span.plain("") : new Span("unknown", Style.WARNING);
    }
}
