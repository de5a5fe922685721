package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.FailoverCost;
import io.greenlang.patroni.monitor.model.FailoverForecast;
import io.greenlang.patroni.monitor.model.FailoverWords;
import org.jspecify.annotations.Nullable;

/** What a failover now would lose, and whom Patroni would choose. */
final class ForecastJson {
    private ForecastJson() {}

    static void describe(ObjectNode node, ClusterSnapshot snapshot) {
        FailoverForecast forecast = snapshot.facts().forecast();
        node.put("primary", forecast.primary());
        node.put("prevented_because", forecast.prevented());
        FailoverWords words = new FailoverWords(forecast, snapshot.wall());
        node.put("sentence", words.sentence().orElse(null));
        ArrayNode options = node.putArray("candidates");
        forecast.options().forEach(option -> {
            ObjectNode one = options.addObject()
                    .put("member", option.member())
                    .put("prospect", option.prospect().label())
                    .put("reason", option.reason());
            loss(one.putObject("loss"), words, option.cost());
        });
    }

    private static void loss(ObjectNode node, FailoverWords words, FailoverCost cost) {
        FailoverCost.@Nullable Known known = cost.known().orElse(null);
        node.put("least_bytes", known == null ? null : (Long) known.leastBytes());
        node.put("most_bytes", known == null ? null : known.mostBytes());
        node.put("least_seconds", known == null ? null : JsonFacts.seconds(known.leastTime()));
        node.put("most_seconds", known == null ? null : JsonFacts.seconds(known.mostTime()));
        node.put("synchronous", known == null ? null : (Boolean) known.synchronous());
        node.put("primary_read_at", known == null ? null : JsonFacts.text(words.wall(), known.asOf()));
        node.put("primary_read_now", known == null ? null : (Boolean) known.primaryRead());
        node.put("unknown_because", words.whyUnknown(cost).orElse(null));
    }
}
