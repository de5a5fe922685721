package io.greenlang.patroni.monitor.export.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.greenlang.patroni.monitor.config.HttpConfig;
import io.greenlang.patroni.monitor.testing.Reports;
import io.prometheus.client.Collector;
import io.prometheus.client.Gauge;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class MonitorServerTest {
    private RunningServer running;

    @BeforeEach
    void start() throws IOException {
        running = RunningServer.start();
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/metrics, text/plain; version=0.0.4; charset=utf-8",
        "/metrics?name[]=nothing, text/plain; version=0.0.4; charset=utf-8",
        "/api/v1/clusters, application/json",
        "/api/v1/clusters/greenlang-cluster, application/json",
        "/api/v1/clusters/greenlang%2Dcluster, application/json",
        "/api/v1/alerts, application/json",
        "/-/healthy, text/plain; charset=utf-8",
        "/-/ready, text/plain; charset=utf-8"
    })
    void answersEveryPathToGetAndHead(String path, String type) throws Exception {
        String url = path.replace("[]", "%5B%5D");
        HttpResponse<String> answer = running.get(url);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(type);
        HttpResponse<String> head = running.send("HEAD", url);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Type")).contains(type);
    }

    @Test
    void hasThePageAskAgainUnlessTheVisitorDoesNotWantThat() throws Exception {
        assertThat(running.get("/").headers().firstValue("Refresh")).contains("5");
        assertThat(running.get("/?refresh=off").headers().firstValue("Refresh")).isEmpty();
        assertThat(running.get("/api/v1/clusters").headers().firstValue("Refresh"))
                .isEmpty();
    }

    @Test
    void letsABrowserLoadNothing() throws Exception {
        assertThat(running.get("/").headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .startsWith("default-src 'none'; style-src 'sha256-")
                        .doesNotContain("unsafe"));
        assertThat(running.get("/api/v1/clusters").headers().firstValue("Content-Security-Policy"))
                .contains("default-src 'none'; frame-ancestors 'none'");
        assertThat(running.get("/").headers().firstValue("Cache-Control")).contains("no-store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/foo",
                "/metricsfoo",
                "/metrics/",
                "/metrics/x",
                "/-/",
                "/-/healthyy",
                "/api/v1",
                "/api/v1/clusters/",
                "/api/v1/clusters/another",
                "/api/v1/clusters/greenlang-cluster/x"
            })
    void knowsNoOtherPath(String path) throws Exception {
        assertThat(running.get(path).statusCode()).isEqualTo(404);
        assertThat(running.send("DELETE", path).statusCode()).isEqualTo(404);
    }

    static Stream<Arguments> wrongMethods() {
        return Stream.of("/", "/metrics", "/api/v1/clusters", "/api/v1/alerts", "/-/healthy", "/-/ready")
                .flatMap(path -> Stream.of("POST", "PUT", "DELETE", "OPTIONS")
                        .map(method -> arguments(method, path, "GET, HEAD")));
    }

    @ParameterizedTest
    @MethodSource("wrongMethods")
    @CsvSource({"GET, /-/reload, POST", "HEAD, /-/reload, POST", "PUT, /-/reload, POST"})
    void namesTheMethodsThatAPathAllows(String method, String path, String allowed) throws Exception {
        HttpResponse<String> answer = running.send(method, path);
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains(allowed);
    }

    @Test
    void speaksOpenMetricsToWhoAsksForIt() throws Exception {
        running.exposeOneGauge();
        HttpResponse<String> answer = running.get(
                "/metrics",
                "Accept",
                "application/openmetrics-text;version=1.0.0;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1");
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(answer.body()).isEqualTo("# TYPE answer gauge\n# HELP answer One gauge.\nanswer 42.0\n# EOF\n");
    }

    @Test
    void packsAPageForWhoCanUnpackIt() throws Exception {
        running.exposeOneGauge();
        HttpResponse<byte[]> answer = running.bytes("/metrics", "Accept-Encoding", "gzip");
        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        byte[] page = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
        assertThat(new String(page, StandardCharsets.UTF_8)).contains("answer 42.0\n");
    }

    @Test
    void answersNonsenseAboutFormatsInPlainText() throws Exception {
        running.exposeOneGauge();
        HttpResponse<String> answer = running.get("/metrics", "Accept", ";;;", "Accept-Encoding", ";q=,,");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("# HELP answer One gauge.\n# TYPE answer gauge\nanswer 42.0\n");
    }

    @Test
    void showsOnlyTheNamesThatAreAskedFor() throws Exception {
        running.exposeOneGauge();
        Gauge.build("other", "Another gauge.").register(running.registry).set(1);
        assertThat(running.get("/metrics?name%5B%5D=other").body())
                .contains("other 1.0")
                .doesNotContain("answer");
        assertThat(running.get("/metrics?name[]=other&name[]=answer".replace("[]", "%5B%5D"))
                        .body())
                .contains("other 1.0", "answer 42.0");
        assertThat(running.get("/metrics?x=%25zz").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"Sec-Fetch-Site, cross-site", "Origin, http://evil.example.com", "Origin, null"})
    void refusesAPostThatAnotherSitesPageSends(String header, String value) throws Exception {
        HttpResponse<String> answer = running.send("POST", "/-/reload", header, value);
        assertThat(answer.statusCode()).isEqualTo(403);
        String own = "http://127.0.0.1:" + running.server.port();
        assertThat(running.send("POST", "/-/reload", "Origin", own).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"GET, /", "GET, /metrics", "GET, /nonesuch", "POST, /metrics", "GET, /-/healthy", "HEAD, /api/v1/alerts"
    })
    void tellsBrowsersToTrustNothing(String method, String path) throws Exception {
        HttpHeaders headers = running.send(method, path).headers();
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Cache-Control")).contains("no-store");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(headers.firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
        assertThat(headers.firstValue("Server")).isEmpty();
    }

    @Test
    void answers500AndLivesOnWhenACollectorThrows() throws Exception {
        running.registry.register(failing(new IllegalStateException("a bug")));
        assertThat(running.get("/metrics").statusCode()).isEqualTo(500);
        assertThat(running.get("/-/healthy").statusCode()).isEqualTo(200);
    }

    @Test
    void answers500AndLivesOnAfterAnError() throws Exception {
        running.registry.register(failing(new StackOverflowError()));
        assertThat(running.get("/metrics").statusCode()).isEqualTo(500);
        assertThat(running.get("/-/healthy").statusCode()).isEqualTo(200);
    }

    @Test
    void answersProbesWhileScrapesHang() throws Exception {
        CountDownLatch oneHangs = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        running.registry.register(waiting(oneHangs, release));
        List<CompletableFuture<HttpResponse<String>>> scrapes = scrapes(8);
        oneHangs.await();
        assertThat(running.get("/-/healthy").statusCode()).isEqualTo(200);
        assertThat(running.get("/-/ready").statusCode()).isEqualTo(200);
        assertThat(running.get("/").statusCode()).isEqualTo(200);
        release.countDown();
        assertThat(scrapes)
                .allSatisfy(scrape -> assertThat(scrape.join().statusCode()).isEqualTo(200));
    }

    @Test
    void answersMoreScrapesAtOnceThanItHasThreads() {
        running.exposeOneGauge();
        assertThat(scrapes(64))
                .allSatisfy(scrape -> assertThat(scrape.join().body())
                        .isEqualTo("# HELP answer One gauge.\n# TYPE answer gauge\nanswer 42.0\n"));
    }

    @Test
    void isUnhealthyWhenAPollLoopStands() throws Exception {
        running.loopsAlive.set(false);
        assertThat(running.get("/-/healthy").statusCode()).isEqualTo(503);
    }

    @Test
    void isNotReadyBeforeTheFirstPollAndSaysOfWhat() throws Exception {
        running.report.set(Reports.awaiting());
        HttpResponse<String> answer = running.get("/-/ready");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("waiting for the first poll of greenlang-cluster\n");
    }

    @Test
    void isReadyThoughNothingCouldBeRead() throws Exception {
        running.report.set(Reports.blind());
        assertThat(running.get("/-/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void isNotReadyWhileShuttingDownButStillAnswers() throws Exception {
        running.server.beginShutdown();
        assertThat(running.get("/-/ready").statusCode()).isEqualTo(503);
        assertThat(running.get("/-/healthy").statusCode()).isEqualTo(200);
        assertThat(running.get("/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void reloadsOnPost() throws Exception {
        HttpResponse<String> answer = running.send("POST", "/-/reload");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("configuration reloaded\n");
    }

    @Test
    void saysWhatIsWrongWithABadConfiguration() throws Exception {
        running.reloadProblems.set(List.of("monitor.conf: 3: http.port is 70000", "monitor.conf: 9: unknown key"));
        HttpResponse<String> answer = running.send("POST", "/-/reload");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("monitor.conf: 3: http.port is 70000\n")
                .contains("monitor.conf: 9: unknown key\n");
    }

    @Test
    void namesTheAddressThatIsTaken() {
        int taken = running.server.port();
        assertThatThrownBy(() -> RunningServer.start(new HttpConfig("127.0.0.1", taken, null, null)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("can't listen on 127.0.0.1:" + taken + ": ");
    }

    @Test
    void namesTheHostThatHasNoAddress() {
        assertThatThrownBy(() -> RunningServer.start(new HttpConfig("no-such-host.invalid", 0, null, null)))
                .isInstanceOf(IOException.class)
                .hasMessage("can't listen on no-such-host.invalid:0: the host name has no address");
    }

    @Test
    void answersNobodyAfterItWasClosed() {
        running.close();
        assertThatThrownBy(() -> running.get("/-/healthy")).isInstanceOf(IOException.class);
    }

    private List<CompletableFuture<HttpResponse<String>>> scrapes(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> running.getLater("/metrics"))
                .toList();
    }

    private static Collector failing(Throwable failure) {
        return new Collector() {
            @Override
            public List<MetricFamilySamples> collect() {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) failure;
            }
        };
    }

    private static Collector waiting(CountDownLatch arrived, CountDownLatch release) {
        return new Collector() {
            @Override
            public List<MetricFamilySamples> collect() {
                arrived.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return List.of();
            }
        };
    }
}
