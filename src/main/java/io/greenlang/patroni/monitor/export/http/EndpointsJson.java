package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.model.ClientRoute;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;

/** Where applications connect, as JSON. */
final class EndpointsJson {
    private EndpointsJson() {}

    static void describe(ArrayNode endpoints, ClusterSnapshot picture) {
        picture.facts().routes().forEach(route -> describe(endpoints.addObject(), picture, route));
    }

    private static void describe(ObjectNode node, ClusterSnapshot picture, ClientRoute route) {
        node.put("kind", route.kind().label()).put("endpoint", route.address());
        JsonFacts.answer(node, picture.wall(), route.endpoint().answer());
        node.put("duration_seconds", JsonFacts.seconds(route.endpoint().took().orElse(null)))
                .put("member", route.member())
                .put("correct", JsonFacts.bool(route.correct()))
                .put("destination", route.destination().label())
                .put("detail", route.detail());
    }
}
