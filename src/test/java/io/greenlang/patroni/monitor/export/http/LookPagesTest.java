package io.greenlang.patroni.monitor.export.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.rule.checklist.Baseline;
import io.greenlang.patroni.monitor.rule.checklist.Checklist.Kind;
import io.greenlang.patroni.monitor.rule.checklist.Preflight;
import io.greenlang.patroni.monitor.testing.Reports;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands are answered; RunningServer's looks write down what is wanted of them. */
@Timeout(30)
class LookPagesTest {
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
    @CsvSource(delimiter = '|', textBlock = """
            /api/v1/look/status | application/json | Look[view=STATUS, json=true, columns=0, colour=false, before={}] of 1
            /api/v1/look/topology?format=text | text/plain; charset=utf-8 | Look[view=TOPOLOGY, json=false, columns=0, colour=false, before={}] of 1
            /api/v1/look/history?format=text&color=true&columns=120 | text/plain; charset=utf-8 | Look[view=HISTORY, json=false, columns=120, colour=true, before={}] of 1
            /api/v1/look/preflight?cluster=greenlang%2Dcluster&cluster=greenlang-cluster | application/json | Look[view=PREFLIGHT, json=true, columns=0, colour=false, before={}] of 1
            """)
    void tellsHowACommandHasToEndBesideWhatItPrints(String path, String type, String body) throws Exception {
        HttpResponse<String> answer = running.get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(type);
        assertThat(answer.headers().firstValue("Patroni-Monitor-Exit-Status")).contains("3");
        assertThat(answer.body()).isEqualTo(body + "\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /api/v1/look/status?format=yaml   | 400 | format is neither json nor text
            /api/v1/look/status?color=yes     | 400 | color is neither true nor false
            /api/v1/look/status?columns=-1    | 400 | columns is not a number from 1 to 9999
            /api/v1/look/status?columns=99999 | 400 | columns is not a number from 1 to 9999
            /api/v1/look/status?cluster=payments&cluster=greenlang-cluster | 404 | does not watch payments; it watches: greenlang-cluster
            /api/v1/look/status?cluster=      | 404 | does not watch ; it watches: greenlang-cluster
            /api/v1/look/nonesuch             | 404 | not found
            /api/v1/look/                     | 404 | not found
            """)
    void saysWhatItCannotShow(String path, int status, String why) throws Exception {
        HttpResponse<String> answer = running.get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Patroni-Monitor-Exit-Status")).isEmpty();
        assertThat(answer.body()).isEqualTo(why + "\n");
    }

    @Test
    void hasNothingToShowBeforeTheFirstPoll() throws Exception {
        running.report.set(Reports.awaiting());

        assertThat(running.get("/api/v1/look/status").statusCode()).isEqualTo(503);
        assertThat(running.get("/api/v1/look/preflight").body())
                .isEqualTo("waits for its first poll of greenlang-cluster\n");
    }

    @Test
    void hasNothingToShowWhileItWatchesNothing() throws Exception {
        running.report.set(new MonitorReport(List.of(), true));

        assertThat(running.get("/api/v1/look/status").body())
                .isEqualTo("does not watch any cluster; it watches: none\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "topology", "history", "preflight"})
    void isReadOnly(String view) throws Exception {
        assertThat(running.post("/api/v1/look/" + view, "{}").statusCode()).isEqualTo(405);
        assertThat(running.send("HEAD", "/api/v1/look/" + view).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesASavedPreflightOfEndlessNesting() throws Exception {
        HttpResponse<String> answer =
                running.post("/api/v1/look/postflight", "{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("the saved preflight is no JSON: ");
    }

    @Test
    void holdsTheReportAgainstASavedPreflight() throws Exception {
        HttpResponse<String> answer = running.post("/api/v1/look/postflight?format=text", preflight());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith(
                        "Look[view=POSTFLIGHT, json=false, columns=0, colour=false, before={greenlang-cluster=Baseline[");
        assertThat(running.get("/api/v1/look/postflight").headers().firstValue("Allow"))
                .contains("POST");
    }

    @Test
    void refusesASavedPreflightThatItCannotUse() throws Exception {
        HttpResponse<String> spoilt = running.post("/api/v1/look/postflight", "{");
        HttpResponse<String> another =
                running.post("/api/v1/look/postflight", "{\"kind\":\"preflight\",\"format\":1,\"clusters\":[]}");

        assertThat(spoilt.statusCode()).isEqualTo(400);
        assertThat(spoilt.body()).startsWith("the saved preflight is no JSON: line 1");
        assertThat(another.statusCode()).isEqualTo(400);
        assertThat(another.body()).isEqualTo("the saved preflight has no cluster greenlang-cluster; it has: none\n");
    }

    @Test
    void readsNoMoreThanASavedPreflightMayHave() throws Exception {
        String most =
                preflight() + " ".repeat(LookPages.MAX_SAVED_BYTES - preflight().length());

        assertThat(running.post("/api/v1/look/postflight", most).statusCode()).isEqualTo(200);
        assertThat(running.post("/api/v1/look/postflight", most + " ").statusCode())
                .isEqualTo(413);
    }

    @Test
    void everyDocumentTellsItsVersion() throws Exception {
        for (String path : List.of("/api/v1/clusters", "/api/v1/clusters/greenlang-cluster", "/api/v1/alerts")) {
            assertThat(running.get(path).body()).as(path).startsWith("{\n  \"version\" : 2,\n");
        }
    }

    private static String preflight() {
        ClusterReport report = Reports.healthy().clusters().get(0);
        return ChecklistJson.of(
                        Kind.PREFLIGHT,
                        List.of(new ChecklistJson.Judged(
                                Preflight.of(report, Configs.LOADER.defaults().checklist()), Baseline.of(report))))
                .toString();
    }
}
