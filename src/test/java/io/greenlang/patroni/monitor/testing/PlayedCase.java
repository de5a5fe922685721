package io.greenlang.patroni.monitor.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.testing.StubNodes.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Odd answers of Patroni from {@code src/test/resources/cases}, served on loopback ports. A case is {@code {"nodes":
 * [{"/patroni": [status, body], …}, …]}}; {@code @P0}, {@code @P1}, … stand for the nodes' ports, and a body that is a
 * text is sent as it is.
 */
public final class PlayedCase implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final StubNodes stubs = new StubNodes();
    private final List<StubNodes.Node> nodes = new ArrayList<>();

    public PlayedCase(String name) throws IOException {
        String text = read(name);
        int count = MAPPER.readTree(text).path("nodes").size();
        for (int i = 0; i < count; i++) {
            nodes.add(stubs.open());
        }
        for (int i = count - 1; i >= 0; i--) {
            text = text.replace("@P" + i, String.valueOf(nodes.get(i).port()));
        }
        JsonNode answers = MAPPER.readTree(text).path("nodes");
        for (int i = 0; i < count; i++) {
            JsonNode node = answers.get(i);
            nodes.get(i).answer(path -> reply(node.path(path)));
        }
    }

    public URI seed(int node) {
        return nodes.get(node).url();
    }

    @Override
    public void close() throws IOException {
        stubs.close();
    }

    private static Reply reply(JsonNode answer) {
        int status = answer.isMissingNode() ? 404 : answer.path(0).intValue();
        JsonNode body = answer.path(1);
        return Reply.raw("HTTP/1.0 " + status + " Made up\r\nContent-Type: application/json\r\n\r\n"
                + (body.isTextual() ? body.textValue() : body.toString()));
    }

    private static String read(String name) throws IOException {
        try (InputStream file = PlayedCase.class.getResourceAsStream("/cases/" + name + ".json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
