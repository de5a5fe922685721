package io.greenlang.patroni.monitor.simulation;

/** Whether the daemon could know what is planned: a pause, a switchover. Their beginning and their end change labels. */
final class Plans {
    /** Views: no member alone is believed. */
    private static final int LEARNED_WITHIN = 2;

    private String plans = "";
    private int told;

    /** To be called once a round. */
    void learn(Frame frame) {
        World world = frame.world();
        StringBuilder now = new StringBuilder().append(world.dcs.paused).append(world.dcs.schedule);
        world.machines.stream().filter(machine -> machine.knowsPause).forEach(machine -> now.append(machine.name));
        if (!now.toString().equals(plans)) {
            plans = now.toString();
            told = 0;
        }
        told += frame.viewAnswered() ? 1 : 0;
    }

    boolean areKnown() {
        return told > LEARNED_WITHIN;
    }
}
