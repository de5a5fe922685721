package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.export.http.page.PageOptions;
import io.greenlang.patroni.monitor.fuzz.FuzzTarget;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What clients send. */
public final class RequestTargets {
    private RequestTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                FuzzTarget.ofText(
                        "query",
                        IllegalArgumentException.class,
                        List.of(
                                "format=text&color=true&columns=120&cluster=a&cluster=greenlang%2Dcluster",
                                "refresh=10"),
                        Query::of),
                FuzzTarget.ofText(
                        "accept",
                        FuzzTarget.NONE,
                        List.of(
                                "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1",
                                "text/html, text/*;q=0.9",
                                "gzip, identity;q=0.5, *;q=0"),
                        header -> Accepted.of(header, header)),
                FuzzTarget.ofText(
                        "page-query",
                        FuzzTarget.NONE,
                        List.of("refresh=10", "refresh=0&theme=dark", "view=wall&refresh=5"),
                        PageOptions::of),
                FuzzTarget.ofText(
                        "baseline", SavedBaseline.Unusable.class, List.of(preflight()), SavedBaseline::parse));
    }

    private static String preflight() {
        try (InputStream stream = RequestTargets.class.getResourceAsStream("/json/preflight.json")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
