package io.greenlang.patroni.monitor.source.patroni;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.fuzz.FuzzTarget;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PatroniVersion;
import io.greenlang.patroni.monitor.model.Tags;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.source.document.ClusterParser;
import io.greenlang.patroni.monitor.source.document.ConfigParser;
import io.greenlang.patroni.monitor.source.document.HistoryParser;
import io.greenlang.patroni.monitor.source.document.PatroniTime;
import io.greenlang.patroni.monitor.source.document.RestAddress;
import io.greenlang.patroni.monitor.time.HostClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import okhttp3.Headers;
import okio.ByteString;

/** What Patroni's REST API answers. */
public final class PatroniTargets {
    private static final Instant NOW = Instant.parse("2026-11-24T08:15:00Z");

    private PatroniTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                json("patroni", "patroni_", json -> status(StatusParser.parse(json))),
                json("cluster", "cluster", PatroniTargets::cluster),
                json("history", "history", json -> HistoryParser.parse(json, 1000)),
                json("config", "config", ConfigParser::parse),
                FuzzTarget.ofText(
                        "time",
                        FuzzTarget.NONE,
                        List.of(
                                "2026-07-20 03:12:55.019384+00:00",
                                "2026-07-20T03:12:55.019384+00:00",
                                "2026-07-20T03:12:55Z"),
                        text -> learn(PatroniTime.ofText(TextNode.valueOf(text)))),
                FuzzTarget.ofText(
                        "date-header",
                        FuzzTarget.NONE,
                        List.of(
                                "Tue, 24 Nov 2026 08:15:00 GMT",
                                "Tuesday, 24-Nov-26 08:15:00 GMT",
                                "Tue Nov 24 08:15:00 2026"),
                        PatroniTargets::date),
                FuzzTarget.ofText(
                        "api-url",
                        FuzzTarget.NONE,
                        List.of(
                                "http://10.0.1.10:8008/patroni",
                                "https://[fe80::1%25eth0]:8008/",
                                "http://tasks.db_node:1"),
                        PatroniTargets::address));
    }

    private interface Reader {
        void read(JsonNode json) throws UnusableAnswerException;
    }

    /** @param kind how the samples' files begin */
    private static FuzzTarget json(String name, String kind, Reader reader) {
        List<byte[]> samples = Samples.all().stream()
                .filter(file -> file.substring(file.lastIndexOf('/') + 1).startsWith(kind))
                .map(file -> Samples.bytes(file).toByteArray())
                .toList();
        return FuzzTarget.ofBytes(
                name,
                UnusableAnswerException.class,
                samples,
                input -> reader.read(Samples.json(ByteString.of(input, 0, input.length))));
    }

    private static void cluster(JsonNode json) throws UnusableAnswerException {
        ClusterParser.Admission admission =
                new ClusterParser.Admission(RestAddress::baseOf, InputLimits.DEFAULTS, Set.of("patroni-1"));
        ClusterParser.parse(json, admission).members().forEach(member -> tags(member.tags()));
    }

    private static void status(PatroniStatus status) {
        tags(status.tags());
        learn(status.dcsLastSeen());
    }

    private static void tags(Tags tags) {
        tags.failoverObstacle(PatroniVersion.UNKNOWN);
        tags.synchronousObstacle(PatroniVersion.UNKNOWN);
        tags.forbidsStreaming(PatroniVersion.UNKNOWN);
        tags.replicateFrom();
    }

    private static void date(String text) {
        Date date = new Headers.Builder()
                .addUnsafeNonAscii("Date", text.replaceAll("\\p{Cntrl}", ""))
                .build()
                .getDate("Date");
        learn(date == null ? null : date.toInstant());
    }

    private static void learn(Instant stamp) {
        if (stamp != null) {
            HostClock clock = new HostClock();
            clock.learn(stamp, Duration.ofSeconds(1), NOW, NOW.plusMillis(5));
            clock.offset().when(NOW);
        }
    }

    private static void address(String text) throws UnusableAnswerException {
        String base = RestAddress.baseOf(text);
        if (base != null) {
            RestAddress.of(URI.create(base));
            RestAddress.display(URI.create(base));
        }
    }
}
