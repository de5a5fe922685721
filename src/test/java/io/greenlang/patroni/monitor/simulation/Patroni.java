package io.greenlang.patroni.monitor.simulation;

import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.TimelineHistory.Entry;
import io.greenlang.patroni.monitor.simulation.Machine.Postgres;

/** One turn of Patroni's HA loop, as far as the monitor could tell a difference. */
final class Patroni {
    private static final long MAXIMUM_LAG_ON_FAILOVER = 1_048_576;
    /** How late a scheduled switchover may still be carried out. */
    private static final int SCHEDULE_GRACE = 4;

    private final World world;
    private final Dcs dcs;

    Patroni(World world) {
        this.world = world;
        this.dcs = world.dcs;
    }

    void turn(Machine own) {
        if (!dcs.health.answers() || own.has(Trouble.DCS_CUT)) {
            own.seesLeader = false;
            startPostgres(own);
            if (runsAsPrimary(own)) {
                keepOrDemote(own, "demotes itself: the DCS can't be reached");
            }
            return;
        }
        own.dcsContact = world.round;
        own.knowsPause = dcs.paused;
        if (dcs.health.takesWrites()) {
            touch(own);
        }
        String holder = dcs.holder(world.round);
        own.seesLeader = holder != null;
        if (own.name.equals(holder)) {
            lead(own);
        } else if (holder != null) {
            follow(own, world.machine(holder));
        } else {
            race(own);
        }
    }

    void touch(Machine own) {
        boolean runs = own.postgres == Postgres.UP;
        dcs.members.put(
                own.name,
                new Dcs.MemberKey(world.round, Facts.stateOf(own), runs ? own.timeline : 0, runs ? own.lsn : -1));
    }

    private static boolean runsAsPrimary(Machine own) {
        return own.primary && own.postgres == Postgres.UP;
    }

    private static void startPostgres(Machine own) {
        if (own.postgres == Postgres.DOWN && own.postgresCanStart()) {
            own.start(2);
        }
    }

    /** A primary that can't renew its lock. */
    private void keepOrDemote(Machine own, String why) {
        if (own.knowsPause) {
            return;
        }
        if (world.scenario.setting().failsafe() && dcs.health != Dcs.Health.READ_ONLY && everybodyAgrees(own)) {
            world.machines.forEach(m -> m.failsafeUntil = world.round + Dcs.TTL);
            return;
        }
        world.say(own.name + " " + why);
        own.upstream = null;
        own.start(1);
    }

    /** {@code POST /failsafe} to all members that the DCS knew. */
    private boolean everybodyAgrees(Machine own) {
        return world.machines.stream()
                .filter(other -> other != own && dcs.lists(other.name))
                .allMatch(other -> other.patroniWorks() && !other.primary);
    }

    private void lead(Machine own) {
        if (own.postgres != Postgres.UP) {
            boolean starts = own.postgres == Postgres.STARTING || own.postgresCanStart();
            startPostgres(own);
            if (dcs.health.takesWrites()) {
                if (starts) {
                    dcs.renewed = world.round;
                } else {
                    world.say(own.name + " gives up the leader key: its PostgreSQL does not start");
                    dcs.release();
                }
            }
        } else if (!dcs.health.takesWrites()) {
            if (own.primary) {
                keepOrDemote(own, "demotes itself: it can't renew the leader key");
            }
        } else {
            dcs.renewed = world.round;
            if (!own.primary && !own.has(Trouble.POSTGRES_HUNG)) {
                promote(own);
            }
            dcs.leaderLsn = own.lsn;
            switchOver(own);
        }
    }

    private void switchOver(Machine own) {
        Dcs.Schedule schedule = dcs.schedule;
        if (schedule == null || world.round < schedule.round() || dcs.paused) {
            return;
        }
        dcs.schedule = null;
        if (world.round > schedule.round() + SCHEDULE_GRACE || !own.writes()) {
            return;
        }
        world.machines.stream()
                .filter(m -> m != own && m.patroniWorks() && m.isWorkingStandby())
                .filter(m -> !m.has(Trouble.DCS_CUT) && m.receives && own.name.equals(m.upstream))
                .findFirst()
                .ifPresent(candidate -> {
                    world.say(own.name + " hands over to " + candidate.name);
                    candidate.lsn = own.lsn;
                    own.upstream = null;
                    own.start(1);
                    dcs.release();
                    dcs.candidate = candidate.name;
                });
    }

    private void follow(Machine own, Machine leader) {
        startPostgres(own);
        if (own.postgres != Postgres.UP || own.has(Trouble.POSTGRES_HUNG)) {
            return;
        }
        if (own.primary) {
            if (!dcs.paused) {
                world.say(own.name + " rewinds: " + leader.name + " leads");
                own.rewind();
            }
        } else if (leader.writes() && !world.canFollow(own, leader)) {
            world.say(own.name + " rewinds to follow " + leader.name);
            own.rewind();
        } else if (leader.writes()) {
            own.upstream = leader.name;
        }
    }

    private void race(Machine own) {
        startPostgres(own);
        if (own.postgres != Postgres.UP || own.has(Trouble.POSTGRES_HUNG)) {
            return;
        }
        boolean isNewest = own.timeline == dcs.timeline;
        if (own.primary) {
            if (!dcs.health.takesWrites()) {
                keepOrDemote(own, "demotes itself: it can't take the leader key");
            } else if (isNewest) {
                world.say(own.name + " takes the leader key again");
                dcs.take(own.name, world.round);
            } else if (!dcs.paused) {
                world.say(own.name + " demotes itself: it is behind timeline " + dcs.timeline);
                own.upstream = null;
                own.start(1);
            }
        } else if (dcs.health.takesWrites() && !dcs.paused && isHealthiest(own)) {
            dcs.take(own.name, world.round);
            promote(own);
        }
    }

    private boolean isHealthiest(Machine own) {
        boolean waits = own.failsafeUntil > world.round || dcs.leaderLsn - own.lsn > MAXIMUM_LAG_ON_FAILOVER;
        return !waits
                && world.machines.stream()
                        .filter(other -> other != own && other.patroniWorks() && other.postgresWorks())
                        .noneMatch(other -> other.primary
                                || other.lsn > own.lsn
                                || (other.lsn == own.lsn && other.name.equals(dcs.candidate)));
    }

    private void promote(Machine own) {
        int newest = world.newestTimeline() + 1;
        world.say(own.name + " is promoted to timeline " + newest);
        world.leaders.put(newest, own.name);
        world.ends.put(own.timeline, own.lsn);
        dcs.history.add(new Entry(
                dcs.timeline,
                new Lsn(own.lsn),
                "no recovery target specified",
                world.clocks.stamp(own, world.now()),
                own.name));
        dcs.timeline = newest;
        own.primary = true;
        own.timeline = newest;
        own.upstream = null;
        own.receives = false;
    }
}
