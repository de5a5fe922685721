package io.greenlang.patroni.monitor.testing;

import java.time.Duration;
import java.util.List;

/** What can go wrong with the WAL of one standby, while its Patroni notices nothing. */
record StandbyFaults(PatroniNode node) {

    /** Patroni resumes what somebody has paused, at the latest in its next loop: so it is asked again, and then stopped. */
    void pauseReplay() {
        Await.until("replay pauses at " + node.name(), Duration.ofSeconds(10), () -> {
            node.execute("SELECT pg_wal_replay_pause()");
            return node.queryOne("SELECT pg_get_wal_replay_pause_state()").equals("paused");
        });
        Processes.signal("STOP", List.of(child("startup")));
    }

    void resumeReplay() {
        Processes.signal("CONT", List.of(child("startup")));
        node.execute("SELECT pg_wal_replay_resume()");
    }

    void freezeReceiver() {
        Processes.signal("STOP", List.of(child("walreceiver")));
    }

    void thawReceiver() {
        Processes.signal("CONT", List.of(child("walreceiver")));
    }

    /** A WAL receiver is away for a moment when Patroni changes where from it streams. */
    private long child(String process) {
        return Await.value(
                process + " at " + node.name(),
                Duration.ofSeconds(10),
                () -> node.runningPostmaster().child(process));
    }
}
