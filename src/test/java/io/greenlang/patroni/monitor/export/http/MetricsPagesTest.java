package io.greenlang.patroni.monitor.export.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.greenlang.patroni.monitor.export.http.server.Call;
import io.greenlang.patroni.monitor.export.http.server.ServerResponse;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.testing.Reports;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Renders when the test says so: who shares a page with whom is a matter of order and not of time. */
class MetricsPagesTest {
    private static final Map<String, String> PLAIN = Map.of();
    private static final Map<String, String> GZIP = Map.of("Accept-Encoding", "gzip");

    private final AtomicInteger renders = new AtomicInteger();
    private final CollectorRegistry registry = new CollectorRegistry();
    private final AtomicReference<MonitorReport> report = new AtomicReference<>(Reports.healthy());
    private final AtomicReference<Instant> now = new AtomicReference<>(Reports.AT);
    private boolean rendering;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final Queue<Runnable> parts = new ArrayDeque<>();
    private final MetricsPages pages = new MetricsPages(registry, report::get, now::get, waiting::add, parts::add);

    @BeforeEach
    void countRenders() {
        registry.register(new Collector() {
            @Override
            public List<MetricFamilySamples> collect() {
                renders.incrementAndGet();
                return List.of();
            }
        });
        renders.set(0); // registering collects once
    }

    @Test
    void rendersOnceForAllWhoAskMeanwhile() {
        CompletionStage<ServerResponse> first = ask(PLAIN, null);
        CompletionStage<ServerResponse> second = ask(PLAIN, null);
        renderAll();

        assertThat(renders).hasValue(1);
        assertThat(answer(first)).isSameAs(answer(second));
    }

    @Test
    void answersFromWhatItMadeOfTheSameReport() {
        ServerResponse first = rendered(PLAIN, null);

        assertThat(answer(ask(PLAIN, null))).isSameAs(first);
        assertThat(renders).hasValue(1);
    }

    @Test
    void rendersANewReport() {
        rendered(PLAIN, null);
        report.set(Reports.blind());
        rendered(PLAIN, null);

        assertThat(renders).hasValue(2);
    }

    @Test
    void rendersTheSameReportAgainAfterASecond() {
        rendered(PLAIN, null);
        now.set(Reports.AT.plusSeconds(1));
        rendered(PLAIN, null);

        assertThat(renders).hasValue(2);
    }

    @Test
    void givesAPageThatIsBeingRenderedToThoseWhoComeMeanwhile() {
        AtomicReference<CompletionStage<ServerResponse>> later = new AtomicReference<>();
        registry.register(asking(later));
        renders.set(0);
        CompletionStage<ServerResponse> first = rendering();

        assertThat(waiting).isEmpty();
        assertThat(answer(later.get())).isSameAs(answer(first));
        assertThat(renders).hasValue(1);
    }

    @Test
    void rendersAgainAfterARenderThatFailed() {
        AtomicBoolean fails = new AtomicBoolean();
        registry.register(new Collector() {
            @Override
            public List<MetricFamilySamples> collect() {
                if (fails.get()) {
                    throw new IllegalStateException("a bug");
                }
                return List.of();
            }
        });
        fails.set(true);
        CompletionStage<ServerResponse> failed = ask(PLAIN, null);
        renderAll();
        fails.set(false);

        assertThat(failed.toCompletableFuture()).isCompletedExceptionally();
        assertThat(rendered(PLAIN, null)).isNotNull();
    }

    @Test
    void letsTheWholePageWaitForNoPart() {
        for (int i = 0; i < 16; i++) {
            CompletionStage<ServerResponse> part = ask(PLAIN, "name[]=made_up_" + i);
            assertThat(part.toCompletableFuture()).isNotDone();
        }
        CompletionStage<ServerResponse> whole = ask(PLAIN, null);
        renderWholePages();

        assertThat(whole.toCompletableFuture()).isDone();
        assertThat(renders).hasValue(1);
    }

    @Test
    void rendersEachFormatAndCodingForItself() {
        rendered(PLAIN, null);
        rendered(GZIP, null);
        rendered(Map.of("Accept", "application/openmetrics-text"), null);

        assertThat(renders).hasValue(3);
    }

    @Test
    void sharesNothingThatWasSelectedByName() {
        rendered(PLAIN, "name[]=a");
        rendered(PLAIN, "name%5B%5D=a");
        rendered(PLAIN, "name[]=a");

        assertThat(waiting).isEmpty();
        assertThat(rendered(PLAIN, null)).isNotSameAs(rendered(PLAIN, "name[]=a"));
    }

    @Test
    void takesOnlySoManyPartsThatWait() {
        for (int i = 0; i < 16; i++) {
            CompletionStage<ServerResponse> part = ask(PLAIN, "name[]=made_up_" + i);
            assertThat(part.toCompletableFuture()).isNotDone();
        }

        assertThatThrownBy(() -> ask(PLAIN, "name[]=one_more")).isInstanceOf(RejectedExecutionException.class);
        assertThat(rendered(PLAIN, null)).isNotNull();
        assertThat(rendered(PLAIN, "name[]=one_more")).isNotNull();
    }

    @Test
    void takesNamesThatAreNotEncoded() {
        CompletionStage<ServerResponse> page = ask(PLAIN, "name[]=a{b}|\"<>^`&name[]=c d%26%00");
        renderAll();

        assertThat(page.toCompletableFuture()).isCompleted();
    }

    @Test
    void takesAnyOtherQueryForNone() {
        assertThat(rendered(PLAIN, "x=1")).isSameAs(answer(ask(PLAIN, "y=2")));
    }

    private Collector asking(AtomicReference<CompletionStage<ServerResponse>> asked) {
        return new Collector() {
            @Override
            public List<MetricFamilySamples> collect() {
                if (rendering && asked.get() == null) {
                    asked.set(ask(PLAIN, null));
                }
                return List.of();
            }
        };
    }

    private CompletionStage<ServerResponse> rendering() {
        CompletionStage<ServerResponse> first = ask(PLAIN, null);
        rendering = true;
        waiting.remove().run();
        return first;
    }

    private ServerResponse rendered(Map<String, String> headers, String query) {
        CompletionStage<ServerResponse> page = ask(headers, query);
        renderAll();
        return answer(page);
    }

    private CompletionStage<ServerResponse> ask(Map<String, String> headers, String query) {
        return pages.answer(new Call(
                "GET", "/metrics", query, name -> headers.containsKey(name) ? List.of(headers.get(name)) : List.of()));
    }

    private void renderAll() {
        renderWholePages();
        while (!parts.isEmpty()) {
            parts.remove().run();
        }
    }

    private void renderWholePages() {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    private static ServerResponse answer(CompletionStage<ServerResponse> page) {
        return page.toCompletableFuture().join();
    }
}
