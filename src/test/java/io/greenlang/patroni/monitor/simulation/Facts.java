package io.greenlang.patroni.monitor.simulation;

import io.greenlang.patroni.monitor.model.Activity;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.ClusterView.ScheduledSwitchover;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.model.PatroniVersion;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalReceiver;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalSender;
import io.greenlang.patroni.monitor.model.PostgresState;
import io.greenlang.patroni.monitor.model.Tags;
import io.greenlang.patroni.monitor.simulation.Machine.Postgres;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a member of the world says when it is asked and can answer. */
final class Facts {
    static final String SCOPE = "greenlang-cluster";

    private static final String SYSTEM = "7432198765432109876";
    private static final String OTHER_SYSTEM = "7111111111111111111";
    private static final int SERVER_VERSION = 150_020;
    private static final PostgresState STREAMING = new PostgresState("streaming");
    private static final Activity QUIET = new Activity(
            null, null, new Activity.Blocked(0, null, List.of()), new Activity.Prepared(0, null), Map.of());
    private static final PostgresFacts.Connections CONNECTIONS =
            new PostgresFacts.Connections(12, Map.of("idle", 10), 100, 3);
    private static final PostgresFacts.Databases DATABASES = new PostgresFacts.Databases(List.of(), 0);

    private final World world;
    private final PatroniVersion version;

    Facts(World world) {
        this.world = world;
        this.version = PatroniVersion.parse(world.scenario.setting().patroniVersion());
    }

    static MemberAddress address(Machine machine) {
        String host = host(machine);
        return new MemberAddress("http://" + host + ":8008", host, 5432);
    }

    private static String host(Machine machine) {
        return "10.0.0." + (machine.index + 1);
    }

    static String stateOf(Machine machine) {
        return switch (machine.postgres) {
            case UP -> "running";
            case STARTING -> "starting";
            case DOWN -> machine.postgresCanStart() ? "crashed" : "start failed";
        };
    }

    /** {@code /patroni}. */
    PatroniStatus status(Machine own) {
        boolean runs = own.postgres == Postgres.UP;
        Instant lastContact = world.clocks.stamp(own, world.time(own.dcsContact));
        return new PatroniStatus(
                new PatroniStatus.Identity(SCOPE, version.isAtLeast(3, 2, 0) ? own.name : null, version, SYSTEM),
                new PostgresState(stateOf(own)),
                own.primary ? NodeRole.PRIMARY : NodeRole.REPLICA,
                flags(own),
                Tags.NONE,
                lastContact.truncatedTo(ChronoUnit.SECONDS),
                runs ? full(own) : null,
                List.of());
    }

    private Set<Flag> flags(Machine own) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        if (own.knowsPause) {
            flags.add(Flag.PAUSE);
        }
        if (!own.seesLeader) {
            flags.add(Flag.CLUSTER_UNLOCKED);
        }
        if (own.failsafeUntil > world.round) {
            flags.add(Flag.FAILSAFE_ACTIVE);
        }
        return flags;
    }

    private PatroniStatus.Postgres full(Machine own) {
        Lsn lsn = new Lsn(own.lsn);
        return new PatroniStatus.Postgres(
                SERVER_VERSION,
                World.START,
                own.timeline,
                own.primary ? lsn : null,
                own.primary ? null : lsn,
                own.primary ? null : lsn,
                null,
                own.receives && version.isAtLeast(3, 0, 4) ? STREAMING : null);
    }

    /** The quick facts of SQL. */
    PostgresFacts sql(Machine own) {
        Lsn lsn = new Lsn(own.lsn);
        return facts(
                SYSTEM,
                new PostgresFacts.Wal(
                        !own.primary,
                        own.primary || own.receives ? (Integer) own.timeline : null,
                        own.primary ? lsn : null,
                        own.primary ? null : lsn,
                        own.primary ? null : lsn,
                        null,
                        false),
                new PostgresFacts.Replication(senders(own), receiver(own), List.of()));
    }

    /** SQL of another cluster's primary, which knows the same role. */
    PostgresFacts foreignSql() {
        return facts(
                OTHER_SYSTEM,
                new PostgresFacts.Wal(false, 7, new Lsn(9_000_000_000L), null, null, null, false),
                new PostgresFacts.Replication(List.of(), null, List.of()));
    }

    private static PostgresFacts facts(String system, PostgresFacts.Wal wal, PostgresFacts.Replication replication) {
        return new PostgresFacts(
                new PostgresFacts.Server(SERVER_VERSION, system, null, World.START, true, null),
                wal,
                replication,
                CONNECTIONS,
                QUIET,
                new PostgresFacts.Archiver(!wal.inRecovery(), 100, 0, World.START, null),
                DATABASES);
    }

    private WalReceiver receiver(Machine own) {
        return !own.receives || own.upstream == null
                ? null
                : new WalReceiver(
                        "streaming",
                        host(world.machine(own.upstream)),
                        5432,
                        own.timeline,
                        world.clocks.stamp(own, world.time(own.lastHeard)));
    }

    private List<WalSender> senders(Machine own) {
        List<WalSender> senders = new ArrayList<>();
        for (Machine standby : world.machines) {
            if (standby.receives && own.name.equals(standby.upstream) && standby.lastHeard == world.round) {
                Lsn lsn = new Lsn(standby.lsn);
                senders.add(new WalSender(standby.name, host(standby), "streaming", "async", lsn, lsn, null));
            }
        }
        return senders;
    }

    /** {@code /cluster}. */
    ClusterView view() {
        String holder = world.dcs.holder(world.round);
        List<ListedMember> members = new ArrayList<>();
        for (Machine machine : world.machines) {
            if (world.dcs.lists(machine.name)) {
                members.add(listed(machine, machine.name.equals(holder)));
            }
        }
        Dcs.Schedule schedule = world.dcs.schedule;
        return new ClusterView(
                version.isAtLeast(3, 2, 0) ? SCOPE : null,
                members,
                world.dcs.paused,
                schedule == null ? null : new ScheduledSwitchover(world.time(schedule.round()), schedule.from(), null));
    }

    private ListedMember listed(Machine machine, boolean leads) {
        Dcs.MemberKey key = world.dcs.members.get(machine.name);
        boolean streams = !leads && key.state().equals("running") && machine.receives && version.isAtLeast(3, 0, 4);
        return new ListedMember(
                machine.name,
                leads ? MemberRole.LEADER : MemberRole.REPLICA,
                streams ? STREAMING : new PostgresState(key.state()),
                address(machine),
                key.timeline() == 0 ? null : (Integer) key.timeline(),
                leads || key.lsn() < 0
                        ? ClusterView.Lag.UNKNOWN
                        : new ClusterView.Lag(Math.max(0, world.dcs.leaderLsn - key.lsn()), null, null),
                Tags.NONE);
    }
}
