package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.MemberSummary;
import io.greenlang.patroni.monitor.model.ReplicationTree;
import io.greenlang.patroni.monitor.model.ReplicationTree.Branch;
import io.greenlang.patroni.monitor.model.Upstream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A member in the replication tree.
 *
 * @param words its role, or how it is fed
 * @param witness who says that it is fed so; null for a root
 */
record TreeItem(String member, String words, @Nullable String witness, List<TreeItem> replicas) {
    static List<TreeItem> of(ClusterSnapshot snapshot) {
        return ReplicationTree.of(snapshot).roots().stream()
                .map(root -> of(snapshot, root))
                .toList();
    }

    private static TreeItem of(ClusterSnapshot snapshot, Branch branch) {
        return new TreeItem(
                branch.member().name(),
                branch.fedBy().map(TreeItem::words).orElseGet(() -> root(snapshot, branch)),
                branch.fedBy().map(TreeItem::witness).orElse(null),
                branch.replicas().stream().map(replica -> of(snapshot, replica)).toList());
    }

    private static String root(ClusterSnapshot snapshot, Branch branch) {
        return MemberSummary.of(snapshot, branch.member())
                .roleOr("of unknown role, upstream unknown")
                .replace('_', ' ');
    }

    private static String words(Upstream upstream) {
        String told = Stream.of(upstream.state(), upstream.syncState())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        return told.isEmpty() ? Fact.UNKNOWN : told;
    }

    private static String witness(Upstream upstream) {
        return switch (upstream.witness()) {
            case SENDER -> "pg_stat_replication of " + upstream.member();
            case RECEIVER -> "its own pg_stat_wal_receiver";
            case RULE -> "expected by Patroni's rule, not observed";
        };
    }
}
