package io.greenlang.patroni.monitor.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Alertmanager's configuration in the words of the Prometheus Operator's v1alpha1. */
final class OperatorRoutes {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String SECRET = "patroni-monitor-receivers";
    private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|!~|!=|=)\"(.*)\"");

    /** Those that don't become the same word in camel case. */
    private static final Map<String, String> WORDS = Map.of(
            "client_url", "clientURL",
            "links", "pagerDutyLinkConfigs",
            "source_matchers", "sourceMatch",
            "target_matchers", "targetMatch");

    private final JsonNode file;
    /** What {@code *slack} stands for; the reader leaves the word as it is. */
    private final JsonNode slack;

    private OperatorRoutes(JsonNode file) {
        this.file = file;
        slack = file.at("/receivers/0/slack_configs/0");
    }

    static JsonNode of(String yaml) {
        return new OperatorRoutes(AlertRouting.read(yaml)).translate();
    }

    private JsonNode translate() {
        ObjectNode spec = JSON.objectNode();
        for (String part : new String[] {"route", "receivers", "inhibit_rules"}) {
            spec.set(word(part), translate(part, file.get(part)));
        }
        return spec;
    }

    private JsonNode translate(String name, JsonNode node) {
        if (name.endsWith("matchers")) {
            return matchers(node);
        }
        if (name.equals("details")) {
            return details(node);
        }
        if (node.isArray()) {
            ArrayNode list = JSON.arrayNode();
            node.forEach(one -> list.add(receiver(name, one)));
            return list;
        }
        return node.isObject() ? fields(node) : node;
    }

    private JsonNode receiver(String list, JsonNode one) {
        return switch (list) {
            case "slack_configs" -> slack(one);
            case "pagerduty_configs" -> pagerDuty(one);
            case "webhook_configs" -> webhook(one);
            case "links" -> fields(one).<ObjectNode>set("alt", one.get("text")).without("text");
            default -> translate("", one);
        };
    }

    private ObjectNode fields(JsonNode node) {
        ObjectNode fields = JSON.objectNode();
        node.properties()
                .forEach(field -> fields.set(word(field.getKey()), translate(field.getKey(), field.getValue())));
        return fields;
    }

    private JsonNode slack(JsonNode config) {
        ObjectNode whole = slack.deepCopy();
        if (config.isObject()) {
            config.properties().forEach(field -> whole.set(field.getKey(), field.getValue()));
        }
        ObjectNode fields = fields(whole.without("<<"));
        fields.set("apiURL", secret(file.at("/global/slack_api_url_file")));
        return fields;
    }

    private JsonNode pagerDuty(JsonNode config) {
        ObjectNode fields = fields(config).without("routingKeyFile");
        fields.set("routingKey", secret(config.get("routing_key_file")));
        return fields.put("sendResolved", true);
    }

    /** Its address is the user's, and says who somebody is. */
    private JsonNode webhook(JsonNode config) {
        ObjectNode fields = fields(config).without("url");
        return fields.set("urlSecret", secret(TextNode.valueOf("/dead-mans-switch-url")));
    }

    /** The key is named as the file. */
    private static ObjectNode secret(JsonNode file) {
        String path = file.asText();
        return JSON.objectNode().put("name", SECRET).put("key", path.substring(path.lastIndexOf('/') + 1));
    }

    private static ArrayNode matchers(JsonNode texts) {
        ArrayNode matchers = JSON.arrayNode();
        for (JsonNode text : texts) {
            Matcher parts = MATCHER.matcher(text.asText());
            if (!parts.matches()) {
                throw new IllegalArgumentException("no matcher: " + text);
            }
            matchers.addObject()
                    .put("name", parts.group(1))
                    .put("matchType", parts.group(2))
                    .put("value", parts.group(3));
        }
        return matchers;
    }

    private static ArrayNode details(JsonNode map) {
        ArrayNode details = JSON.arrayNode();
        map.properties()
                .forEach(detail ->
                        details.addObject().put("key", detail.getKey()).set("value", detail.getValue()));
        return details;
    }

    private static String word(String snake) {
        return WORDS.getOrDefault(
                snake,
                Pattern.compile("_(\\w)")
                        .matcher(snake)
                        .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT)));
    }
}
