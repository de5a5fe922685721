package io.greenlang.patroni.monitor.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who feeds whom, cascades included. Every known member is in it once.
 *
 * @param roots who is fed by no member: the leader first, then, by name, every other member that accepts writes and those
 *     of which nobody can tell
 */
public record ReplicationTree(List<Branch> roots) {
    public ReplicationTree {
        roots = List.copyOf(roots);
    }

    /**
     * @param upstream null for a root
     * @param replicas by name
     */
    public record Branch(MemberObservation member, @Nullable Upstream upstream, List<Branch> replicas) {
        public Branch {
            replicas = List.copyOf(replicas);
        }

        public Optional<Upstream> fedBy() {
            return Optional.ofNullable(upstream);
        }
    }

    public static ReplicationTree of(ClusterSnapshot snapshot) {
        return new Planting(snapshot).grow();
    }

    /** A member in its place when the tree is read from the top, as {@code patronictl topology} prints it. */
    public record Row(int depth, Branch branch) {}

    /** Every member, each before those that it feeds. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        roots.forEach(root -> addRows(rows, 0, root));
        return rows;
    }

    private static void addRows(List<Row> rows, int depth, Branch branch) {
        rows.add(new Row(depth, branch));
        branch.replicas().forEach(replica -> addRows(rows, depth + 1, replica));
    }

    private static final class Planting {
        private final Map<String, MemberObservation> members = new TreeMap<>();
        private final Map<String, Upstream> upstreams = new TreeMap<>();
        private final Set<String> placed = new HashSet<>();
        private final Comparator<String> leaderFirst;

        Planting(ClusterSnapshot snapshot) {
            ClusterFacts.Leadership who = snapshot.facts().leadership();
            leaderFirst = Comparator.comparing((String member) -> !who.isLeader(member))
                    .thenComparing(Comparator.naturalOrder());
            for (MemberObservation member : snapshot.members()) {
                members.put(member.name(), member);
                if (!who.isLeader(member.name()) && !who.writable().contains(member.name())) {
                    Upstream.of(snapshot, member).ifPresent(from -> upstreams.put(member.name(), from));
                }
            }
        }

        /** What two answers of different times tie into a circle has no root of its own: its first member becomes one. */
        ReplicationTree grow() {
            List<Branch> roots = new ArrayList<>();
            members.keySet().stream()
                    .filter(member -> !upstreams.containsKey(member))
                    .sorted(leaderFirst)
                    .forEach(member -> roots.add(branch(member, null)));
            for (String member : members.keySet()) {
                if (!placed.contains(member)) {
                    roots.add(branch(member, null));
                }
            }
            return new ReplicationTree(roots);
        }

        private Branch branch(String member, @Nullable Upstream upstream) {
            placed.add(member);
            List<Branch> replicas = new ArrayList<>();
            upstreams.forEach((name, from) -> {
                if (from.member().equals(member) && !placed.contains(name)) {
                    replicas.add(branch(name, from));
                }
            });
            return new Branch(Objects.requireNonNull(members.get(member)), upstream, replicas);
        }
    }
}
