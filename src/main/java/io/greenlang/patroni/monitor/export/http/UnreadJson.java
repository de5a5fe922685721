package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.Visibility;

/** What was asked and gave nothing usable: whatever is in here keeps the cluster from being healthy. */
final class UnreadJson {
    private UnreadJson() {}

    static void describe(ObjectNode node, ClockOffset wall, Visibility visibility) {
        ArrayNode sources = node.putArray("sources");
        visibility.sources().forEach(unread -> {
            ObjectNode source = sources.addObject()
                    .put("member", unread.member())
                    .put("source", unread.source().label());
            failure(source, unread.failure()).put("since", JsonFacts.text(wall, unread.since()));
        });
        ArrayNode seeds = node.putArray("seeds");
        visibility
                .seeds()
                .forEach(unread ->
                        failure(seeds.addObject().put("seed", unread.seed().toString()), unread.failure()));
        node.put("former_leader", visibility.formerLeader());
    }

    private static ObjectNode failure(ObjectNode node, Failure failure) {
        JsonFacts.failure(node, failure);
        return node;
    }
}
