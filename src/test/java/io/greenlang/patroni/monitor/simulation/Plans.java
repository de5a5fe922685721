package io.greenlang.patroni.monitor.simulation;

import java.util.Set;
import java.util.TreeSet;

/** Whether the daemon could know what is planned: a pause, a switchover. Their beginning and their end change labels. */
final class Plans {
    private static final int LEARNED_WITHIN = 2;
    /** What a member showed before the plan counts for this long. */
    private static final int OLD_VIEW_ROUNDS = 24;

    private String plans = "";
    private int told;
    private int since;
    private final Set<String> tellers = new TreeSet<>();
    private boolean known;

    /** To be called once a round. */
    void learn(Frame frame) {
        String now = planned(frame.world());
        if (!now.equals(plans)) {
            plans = now;
            told = 0;
            since = frame.round();
            tellers.clear();
        }
        told += frame.viewAnswered() ? 1 : 0;
        known = told > LEARNED_WITHIN && (isToldByTwo() || frame.round() - since > OLD_VIEW_ROUNDS);
        String teller = frame.seen().dcs().viewedBy();
        if (frame.viewAnswered() && teller != null) {
            tellers.add(teller);
        }
    }

    /** In the rounds before this one; no member alone is believed. */
    private boolean isToldByTwo() {
        return tellers.size() > 1;
    }

    private static String planned(World world) {
        StringBuilder now = new StringBuilder().append(world.dcs.paused).append(world.dcs.schedule);
        world.machines.stream().filter(machine -> machine.knowsPause).forEach(machine -> now.append(machine.name));
        return now.toString();
    }

    boolean areKnown() {
        return known;
    }
}
