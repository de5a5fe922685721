package io.greenlang.patroni.monitor.source.dcs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** One endpoint of a DCS that answers as it is told, and remembers what it was asked. */
final class MockDcs implements AutoCloseable {
    final List<RecordedRequest> asked = new CopyOnWriteArrayList<>();
    volatile Function<RecordedRequest, MockResponse> answers = request -> text(404, "");
    private final MockWebServer server = new MockWebServer();

    MockDcs() throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                asked.add(request);
                return answers.apply(request);
            }
        });
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    List<String> paths() {
        return asked.stream().map(request -> request.getUrl().encodedPath()).toList();
    }

    static MockResponse text(int status, String body) {
        return new MockResponse.Builder().code(status).body(body).build();
    }

    static MockResponse json(String body) {
        return text(200, body);
    }

    @Override
    public void close() {
        server.close();
    }
}
