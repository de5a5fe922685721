package io.greenlang.patroni.monitor.export.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.rule.checklist.Checklist;
import io.greenlang.patroni.monitor.rule.checklist.Checklist.Kind;
import io.greenlang.patroni.monitor.rule.checklist.Checklist.Reminder;
import io.greenlang.patroni.monitor.rule.checklist.Item;
import io.greenlang.patroni.monitor.rule.checklist.Outcome;
import io.greenlang.patroni.monitor.rule.checklist.Outcome.Result;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChecklistTextTest {
    private static final Item WELL = new Item("leader", "One member leads", new Outcome(Result.PASS, true, "node1"));
    private static final Item NOT_SET_UP =
            new Item("backup", "A backup", new Outcome(Result.UNKNOWN, false, "no view"));
    private static final Item UNREAD = new Item("dcs", "One DCS", new Outcome(Result.UNKNOWN, true, "timeout"));
    private static final Item NOTE = new Item("restart", "No restart", new Outcome(Result.FAIL, false, "node2"));
    private static final Item BAD = new Item("pause", "Not paused", new Outcome(Result.FAIL, true, "it is on"));

    @Test
    void saysEachItemAndTheVerdictLast() {
        assertThat(text(Terminal.NONE, WELL, UNREAD, NOTE, BAD, NOT_SET_UP)).isEqualTo("""
                Preflight of greenlang-cluster at 2026-11-22T12:00:00Z
                [pass]    One member leads: node1
                [unknown] One DCS: timeout
                [note]    No restart: node2
                [FAIL]    Not paused: it is on
                [unknown] A backup: no view
                [ ]       Notify stakeholders
                NO-GO: One DCS; Not paused; not checked: A backup""");
    }

    @Test
    void whatWasNotCheckedIsSaidLoudly() {
        assertThat(text(Terminal.NONE, WELL, NOT_SET_UP)).endsWith("\nGO; not checked: A backup");
        assertThat(text(Terminal.NONE, WELL, UNREAD)).endsWith("\nUNKNOWN: One DCS");
        assertThat(text(Terminal.NONE, WELL, NOTE)).endsWith("\nGO");
    }

    @Test
    void wrapsBelowTheTitles() {
        assertThat(text(new Terminal(24, false), WELL)).contains("""
                [pass]    One member
                          leads: node1
                """);
    }

    @Test
    void coloursTheResults() {
        assertThat(text(new Terminal(80, true), WELL, BAD)).contains("\u001b[32m[pass]", "[FAIL]\u001b[0m");
    }

    private static String text(Terminal terminal, Item... items) {
        return ChecklistText.of(
                List.of(new Checklist(
                        Kind.PREFLIGHT,
                        Snapshots.CLUSTER,
                        Snapshots.NOON,
                        List.of(items),
                        List.of(new Reminder("notify", "Notify stakeholders")))),
                terminal);
    }
}
