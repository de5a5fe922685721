package io.greenlang.patroni.monitor.testing.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Asks for pages as Prometheus 2.42 does, at its pace: by the plainest client of the JDK, because others are measured. */
final class Scraper {
    private static final String ACCEPT = "application/openmetrics-text;version=1.0.0,application/openmetrics-text;"
            + "version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    private final List<String> urls;
    private final List<Duration> times = new ArrayList<>();
    private long series;

    Scraper(List<String> urls) {
        this.urls = urls;
    }

    /** One scrape of each page every interval; returns when the last interval is over. */
    void scrape(int number, Duration interval) throws IOException, InterruptedException {
        long next = System.nanoTime();
        for (int i = 0; i < number; i++) {
            series = 0;
            for (String url : urls) {
                series += scrape(url);
            }
            next += interval.toNanos();
            Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
        }
    }

    private long scrape(String url) throws IOException {
        long start = System.nanoTime();
        HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
        connection.setRequestProperty("Accept", ACCEPT);
        connection.setRequestProperty("Accept-Encoding", "gzip");
        byte[] page;
        try (InputStream body = connection.getInputStream()) {
            page = body.readAllBytes();
        }
        times.add(Duration.ofNanos(System.nanoTime() - start));
        if ("gzip".equals(connection.getContentEncoding())) {
            try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(page))) {
                page = unpacked.readAllBytes();
            }
        }
        return new String(page, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .count();
    }

    Durations times() {
        return new Durations(times);
    }

    /** Of all pages of the last interval. */
    long series() {
        return series;
    }
}
