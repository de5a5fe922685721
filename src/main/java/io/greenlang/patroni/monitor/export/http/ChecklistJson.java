package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.rule.checklist.Baseline;
import io.greenlang.patroni.monitor.rule.checklist.Checklist;
import io.greenlang.patroni.monitor.rule.checklist.Checklist.Kind;
import java.util.List;

/**
 * Checklists as JSON, for {@code preflight --json} and {@code postflight --json}. What is saved before maintenance is
 * read again afterwards by {@link SavedBaseline}.
 */
public final class ChecklistJson {
    /** Raised when a field changes its meaning, so that a file of another version is refused instead of misread. */
    static final int FORMAT = 1;

    private ChecklistJson() {}

    /** A checklist, and what it was made from. */
    public record Judged(Checklist checklist, Baseline seen) {}

    public static ObjectNode of(Kind kind, List<Judged> all) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("kind", kind.label());
        root.put("format", FORMAT);
        ArrayNode clusters = root.putArray("clusters");
        all.forEach(one -> cluster(clusters.addObject(), one));
        return root;
    }

    private static void cluster(ObjectNode node, Judged judged) {
        Checklist checklist = judged.checklist();
        node.put("cluster", checklist.cluster());
        node.put("at", checklist.at().toString());
        node.put("verdict", checklist.verdict().label());
        ArrayNode items = node.putArray("items");
        checklist
                .items()
                .forEach(item -> items.addObject()
                        .put("id", item.id())
                        .put("title", item.title())
                        .put("result", item.result().label())
                        .put("decides", item.decides())
                        .put("reason", item.reason()));
        ArrayNode reminders = node.putArray("reminders");
        checklist
                .reminders()
                .forEach(reminder ->
                        reminders.addObject().put("id", reminder.id()).put("title", reminder.title()));
        baseline(node.putObject("baseline"), judged.seen());
    }

    private static void baseline(ObjectNode node, Baseline seen) {
        node.put("system_identifier", seen.systemIdentifier());
        node.put("leader", seen.leader());
        node.put("timeline", seen.timeline());
        ArrayNode members = node.putArray("members");
        seen.members()
                .forEach(member ->
                        members.addObject().put("member", member.name()).put("connections", member.connections()));
        List<String> databases = seen.databases();
        if (databases == null) {
            node.putNull("databases");
        } else {
            databases.forEach(node.putArray("databases")::add);
        }
    }
}
