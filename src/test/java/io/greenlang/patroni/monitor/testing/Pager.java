package io.greenlang.patroni.monitor.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Stands where PagerDuty, Slack and the dead man's switch are, and keeps what Alertmanager sends them. Nothing leaves this
 * machine.
 */
public final class Pager implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SHIPPED = Path.of("alerts/alertmanager.yml");

    private final HttpServer server;
    private final Consumer<Message> told;
    private final List<Message> messages = new CopyOnWriteArrayList<>();

    /** Whom a message is for. */
    public enum To {
        PAGERDUTY,
        SLACK,
        SWITCH
    }

    /** @param at when it came in */
    public record Message(To to, Instant at, JsonNode body) {
        /** {@code trigger} or {@code resolve}; empty where it is no page. */
        public String action() {
            return body.path("event_action").asText();
        }

        public String dedupKey() {
            return body.path("dedup_key").asText();
        }

        /** PagerDuty's summary, or Slack's title. */
        public String summary() {
            return to == To.PAGERDUTY
                    ? body.path("payload").path("summary").asText()
                    : body.path("attachments").path(0).path("title").asText();
        }

        /** Slack's channel; empty where it is no message to Slack. */
        public String channel() {
            return body.path("channel").asText();
        }
    }

    private Pager(HttpServer server, Consumer<Message> told) {
        this.server = server;
        this.told = told;
    }

    public static Pager open() {
        return open(message -> {});
    }

    /** @param told hears of every message, on the thread that took it */
    public static Pager open(Consumer<Message> told) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            Pager pager = new Pager(server, told);
            server.createContext("/pagerduty", call -> pager.take(To.PAGERDUTY, call, 202, "{\"status\":\"success\"}"));
            server.createContext("/slack", call -> pager.take(To.SLACK, call, 200, "ok"));
            server.createContext("/switch", call -> pager.take(To.SWITCH, call, 200, "ok"));
            server.start();
            return pager;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(To to, HttpExchange call, int status, String answer) throws IOException {
        try (call) {
            Message message = new Message(
                    to, Instant.now(), JSON.readTree(call.getRequestBody().readAllBytes()));
            messages.add(message);
            told.accept(message);
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(status, body.length);
            call.getResponseBody().write(body);
        }
    }

    /** Everything for one of them so far, in the order in which it came. */
    public List<Message> messages(To to) {
        return messages.stream().filter(message -> message.to() == to).toList();
    }

    /** The shipped routes, but for where the secrets are, where the messages go, and how long an end may wait. */
    public Path shippedRoutes(Path folder) {
        try {
            Path secrets = Files.createDirectories(folder.resolve("secrets"));
            Files.writeString(secrets.resolve("slack-api-url"), url() + "/slack");
            Files.writeString(secrets.resolve("pagerduty-routing-key"), "routing-key-of-the-test");
            String routes = Files.readString(SHIPPED)
                    .replace("global:\n", "global:\n  pagerduty_url: " + url() + "/pagerduty\n")
                    .replace(
                            "/etc/alertmanager/secrets",
                            secrets.toAbsolutePath().toString())
                    .replace("https://dead-mans-switch.example/patroni-monitor", url() + "/switch");
            return Files.writeString(folder.resolve("alertmanager.yml"), routes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
