package io.greenlang.patroni.monitor.simulation;

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
import io.greenlang.patroni.monitor.testing.Member;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What a member of the world says when it is asked and can answer. */
final class Facts {
    static final String SCOPE = Snapshots.CLUSTER;

    private static final String OTHER_SYSTEM = "7111111111111111111";

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
        Instant lastContact = world.clocks.stamp(own, world.time(own.dcsContact));
        Member said = member(own)
                .dcsLastSeen(lastContact.truncatedTo(ChronoUnit.SECONDS))
                .replicationState(own.receives && version.isAtLeast(3, 0, 4) ? "streaming" : null);
        if (own.postgres != Postgres.UP) {
            said.says(own.primary ? NodeRole.PRIMARY : NodeRole.REPLICA, stateOf(own));
        }
        if (own.knowsPause) {
            said.flags(Flag.PAUSE);
        }
        if (!own.seesLeader) {
            said.flags(Flag.CLUSTER_UNLOCKED);
        }
        if (own.failsafeUntil > world.round) {
            said.flags(Flag.FAILSAFE_ACTIVE);
        }
        return said.status(World.START);
    }

    /** The quick facts of SQL. */
    PostgresFacts sql(Machine own) {
        return member(own)
                .timeline(own.primary || own.receives ? (Integer) own.timeline : null)
                .senders(senders(own))
                .receives(receiver(own))
                .facts(World.START);
    }

    /** SQL of another cluster's primary, which knows the same role. */
    PostgresFacts foreignSql() {
        return Member.leader("foreign")
                .system(OTHER_SYSTEM, OTHER_SYSTEM)
                .started(World.START)
                .timeline(7)
                .position(new Lsn(9_000_000_000L))
                .senders()
                .facts(World.START);
    }

    private Member member(Machine own) {
        Member member = own.primary ? Member.leader(own.name) : Member.replica(own.name);
        return member.address(address(own))
                .calls(version.isAtLeast(3, 2, 0) ? own.name : null)
                .patroniVersion(version.text())
                .clockAhead(null)
                .started(World.START)
                .timeline(own.timeline)
                .position(new Lsn(own.lsn));
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
        return member(machine)
                .listed(
                        leads ? MemberRole.LEADER : MemberRole.REPLICA,
                        new PostgresState(streams ? "streaming" : key.state()),
                        key.timeline() == 0 ? null : (Integer) key.timeline(),
                        leads || key.lsn() < 0
                                ? ClusterView.Lag.UNKNOWN
                                : new ClusterView.Lag(Math.max(0, world.dcs.leaderLsn - key.lsn()), null, null),
                        Tags.NONE);
    }
}
