package io.greenlang.patroni.monitor.source.dcs;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.util.HashMap;
import java.util.Map;

/** Keys and values as Consul lists them. */
final class ConsulPairs {
    private ConsulPairs() {}

    /**
     * By the key's name below the prefix; a key without a value has an empty one.
     *
     * @param pairs what {@code /v1/kv} answers
     * @throws UnusableAnswerException when a key is not below the prefix, or a value is no Base64
     */
    static Map<String, String> below(String prefix, JsonNode pairs) throws UnusableAnswerException {
        Map<String, String> values = new HashMap<>();
        for (JsonNode pair : pairs) {
            String key = pair.path("Key").asText("");
            if (!key.startsWith(prefix)) {
                throw UnusableAnswerException.badAnswer("lists keys that were not asked for");
            }
            values.put(
                    key.substring(prefix.length()),
                    DcsHttp.bytes(pair.path("Value")).utf8());
        }
        return values;
    }
}
