package io.greenlang.patroni.monitor.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real Alertmanager on its own, without a cluster of Alertmanagers. */
public final class AlertmanagerServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port;
    private final Path data;
    private final ServerProcess process;

    private AlertmanagerServer(int port, Path data, ServerProcess process) {
        this.port = port;
        this.data = data;
        this.process = process;
    }

    /** One that collects alerts and tells nobody. */
    public static AlertmanagerServer silent(Path folder) {
        try {
            return start(
                    folder,
                    Files.writeString(
                            folder.resolve("alertmanager.yml"),
                            "{route: {receiver: nobody}, receivers: [{name: nobody}]}\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when Alertmanager is ready. */
    public static AlertmanagerServer start(Path folder, Path config) {
        int port = Ports.free();
        Path data = folder.resolve("alertmanager-data");
        List<String> command = List.of(
                "prometheus-alertmanager",
                "--config.file=" + config.toAbsolutePath(),
                "--storage.path=" + data,
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=");
        AlertmanagerServer server =
                new AlertmanagerServer(port, data, ServerProcess.start("alertmanager", folder, command));
        server.awaitReady();
        return server;
    }

    private void awaitReady() {
        try {
            process.awaitRunning(
                    "is ready",
                    Duration.ofSeconds(30),
                    () -> Http.get(url() + "/-/ready").statusCode() == 200);
        } catch (IllegalStateException e) {
            close();
            throw e;
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** The alerts it knows, as its API v2 gives them. */
    public JsonNode alerts() throws IOException {
        return JSON.readTree(Http.get(url() + "/api/v2/alerts").body());
    }

    /**
     * Tells it of alerts, as Prometheus would.
     *
     * @param json as its API v2 takes them
     */
    public void tell(String json) throws IOException {
        HttpResponse<String> answer = Http.post(url() + "/api/v2/alerts", json);
        if (answer.statusCode() != 200) {
            throw new IOException("alerts refused: " + answer.statusCode() + " " + answer.body());
        }
    }

    /** Its data is deleted; its log stays. */
    @Override
    public void close() {
        process.close();
        Target.deleteRecursively(data);
    }
}
