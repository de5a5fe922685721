package io.greenlang.patroni.monitor.app;

import java.nio.file.Path;

/** Who can tell of the past: a monitor that runs, or the journal of one that ran. */
sealed interface Witness {
    record Running(MonitorClient client) implements Witness {}

    record OnDisk(Path directory) implements Witness {}
}
