package io.greenlang.patroni.monitor.simulation;

/** What can befall a member, or the cluster, for a while. What it does to the world is said by {@link World}. */
enum Trouble {
    // One member.
    PATRONI_KILLED("Patroni of %s is killed", Scope.MEMBER),
    PATRONI_HUNG("Patroni of %s hangs", Scope.MEMBER),
    POSTGRES_DOWN("PostgreSQL of %s crashes and can't be started", Scope.MEMBER),
    POSTGRES_HUNG("PostgreSQL of %s hangs", Scope.MEMBER),
    HOST_LOST("the host of %s is gone", Scope.MEMBER),
    ADDRESS_REUSED("the host of %s is gone, another cluster's primary answers at its address", Scope.MEMBER),
    REST_CUT("the monitor can't reach Patroni of %s", Scope.MEMBER),
    SQL_CUT("the monitor can't reach PostgreSQL of %s", Scope.MEMBER),
    DCS_CUT("%s can't reach the DCS", Scope.MEMBER),
    REPLICATION_CUT("%s receives no WAL", Scope.MEMBER),
    REST_FLICKERS("Patroni of %s answers every other round", Scope.MEMBER),
    SQL_FLICKERS("PostgreSQL of %s answers every other round", Scope.MEMBER),
    ANSWERS_SLOWLY("%s answers slowly", Scope.MEMBER),
    REST_UNAUTHORIZED("Patroni of %s answers 401", Scope.MEMBER),
    LOGIN_REFUSED("PostgreSQL of %s refuses the monitor's login", Scope.MEMBER),
    SQL_UNREADABLE("PostgreSQL of %s can't be read (TLS)", Scope.MEMBER),
    ADDRESS_LOST("%s publishes no usable address", Scope.MEMBER),
    CLOCK_AHEAD("the clock of %s is an hour ahead", Scope.MEMBER),
    CLOCK_BEHIND("the clock of %s is an hour behind", Scope.MEMBER),
    // The cluster.
    DCS_DOWN("the DCS is down", Scope.CLUSTER),
    DCS_READ_ONLY("the DCS takes no writes", Scope.CLUSTER),
    DCS_FROZEN("the DCS is frozen, reads are answered from a cache", Scope.CLUSTER),
    PAUSE("the cluster is paused", Scope.CLUSTER),
    /** Carried out when its time is up. */
    SWITCHOVER("a switchover is scheduled", Scope.CLUSTER),
    LOCK_LOST("the leader key is deleted", Scope.CLUSTER),
    // The monitor.
    MONITOR_CLOCK_AHEAD("the monitor's clock jumps two minutes ahead", Scope.CLUSTER),
    MONITOR_CLOCK_BEHIND("the monitor's clock jumps back an hour", Scope.CLUSTER),
    MONITOR_RESTARTED("the monitor is restarted before every round", Scope.CLUSTER);

    enum Scope {
        MEMBER,
        CLUSTER
    }

    private final String words;
    private final Scope scope;

    Trouble(String words, Scope scope) {
        this.words = words;
        this.scope = scope;
    }

    boolean isAboutMember() {
        return scope == Scope.MEMBER;
    }

    String words(String member) {
        return words.formatted(member);
    }

    /** For good, or until {@link Fault#lasting}. */
    Fault on(String member) {
        return new Fault(this, member, Fault.FOREVER);
    }

    /** The same where it is about the cluster. */
    Fault now() {
        return new Fault(this, "", Fault.FOREVER);
    }
}
