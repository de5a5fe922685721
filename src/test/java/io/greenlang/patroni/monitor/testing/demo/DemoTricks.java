package io.greenlang.patroni.monitor.testing.demo;

import static java.util.stream.Collectors.joining;

import io.greenlang.patroni.monitor.testing.RealCluster;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Faults that a demo can be told to make, and how each is undone. For one thread. */
final class DemoTricks {
    static final String KILL_LEADER = "kill-leader";
    static final String REPAIR = "repair";

    private final RealCluster cluster;
    private final List<Trick> tricks;
    /** Newest first. */
    private final Deque<Runnable> undo = new ArrayDeque<>();

    /** @param see what to look at, for people */
    private record Trick(String name, String see, Runnable does) {}

    DemoTricks(RealCluster cluster) {
        this.cluster = cluster;
        this.tricks = List.of(
                new Trick(
                        KILL_LEADER,
                        "kills Patroni and PostgreSQL of the leader. After the ttl a replica takes over, and events tell"
                                + " what the failover cost. PagerDuty is told where nobody led for 30 s",
                        this::killLeader),
                new Trick(
                        "freeze-replica",
                        "stops PostgreSQL of a replica with SIGSTOP. It takes connections and never answers; everything else"
                                + " stays as fresh as before",
                        this::freezeReplica),
                new Trick(
                        "split-brain",
                        "kills the leader's Patroni only. After the ttl two PostgreSQLs accept writes, which /cluster does not"
                                + " show; PatroniSplitBrain pages at once",
                        this::splitBrain),
                new Trick(REPAIR, "undoes all of these; the page is green again within a minute or two", this::repair));
    }

    /** For people: the lines to type. */
    String describe(String file) {
        return tricks.stream()
                .map(trick -> "  echo %s > %s%n      %s".formatted(trick.name, file, trick.see))
                .collect(joining("\n"));
    }

    /** @return what is done, for people; empty when there is no such trick */
    Optional<String> run(String name) {
        return tricks.stream()
                .filter(trick -> trick.name.equals(name))
                .findFirst()
                .map(trick -> {
                    trick.does.run();
                    return name + ": " + trick.see;
                });
    }

    String names() {
        return tricks.stream().map(Trick::name).collect(joining(", "));
    }

    private void killLeader() {
        String leader = cluster.primary();
        cluster.kill9(leader);
        undo.push(() -> cluster.start(leader));
    }

    private void freezeReplica() {
        String replica = cluster.replicas().get(0);
        cluster.freezePostgres(replica);
        undo.push(() -> cluster.thawPostgres(replica));
    }

    private void splitBrain() {
        String leader = cluster.primary();
        cluster.kill9PatroniOnly(leader);
        undo.push(() -> cluster.start(leader));
    }

    private void repair() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
