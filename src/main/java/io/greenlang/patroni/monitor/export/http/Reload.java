package io.greenlang.patroni.monitor.export.http;

import java.util.List;

/** Reads the configuration again. May be called from several threads at once. */
@FunctionalInterface
public interface Reload {
    Outcome reload();

    /**
     * What has come of it.
     *
     * @param inForce the new configuration holds now, but for what needs a restart
     * @param lines for people: what was taken up and what needs a restart; else what is wrong, and nothing has changed
     */
    record Outcome(boolean inForce, List<String> lines) {
        public Outcome {
            lines = List.copyOf(lines);
        }
    }
}
