package io.greenlang.patroni.monitor.export.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** Takes every message, and shows what is in it. */
final class FakeAlertmanager implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MockWebServer server = new MockWebServer();

    FakeAlertmanager() throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder().build();
            }
        });
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    URI url() {
        return URI.create("http://" + name());
    }

    String name() {
        return "127.0.0.1:" + server.getPort();
    }

    /** How many messages have come so far. */
    int messages() {
        return server.getRequestCount();
    }

    /** Waits for the next message: name, cluster, member if any, start and end of each alert. */
    List<String> next() throws InterruptedException, IOException {
        RecordedRequest request = server.takeRequest(20, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no message came");
        }
        List<String> alerts = new ArrayList<>();
        for (JsonNode alert : JSON.readTree(request.getBody().utf8())) {
            JsonNode labels = alert.path("labels");
            String member = labels.has("member") ? labels.path("member").textValue() + " " : "";
            alerts.add(labels.path("alertname").textValue()
                    + " " + labels.path("cluster").textValue()
                    + " " + member
                    + alert.path("startsAt").textValue()
                    + " " + alert.path("endsAt").textValue());
        }
        return alerts;
    }

    @Override
    public void close() {
        server.close();
    }
}
