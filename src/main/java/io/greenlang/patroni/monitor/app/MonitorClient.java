package io.greenlang.patroni.monitor.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.event.EventJson;
import io.greenlang.patroni.monitor.export.http.Look;
import io.greenlang.patroni.monitor.export.http.Looks;
import io.greenlang.patroni.monitor.export.http.Looks.Shown;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.Excerpt;
import io.greenlang.patroni.monitor.net.HttpTransport;
import io.greenlang.patroni.monitor.net.HttpTransport.Document;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.time.Duration;
import java.util.Collection;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A running monitor, as the commands ask it: it renders, they print.
 *
 * @param base below which its paths are
 * @param patience for one question
 */
record MonitorClient(HttpUrl base, HttpTransport http, Duration patience) {
    /** Some thousand members as JSON. */
    private static final long MAX_BYTES = 32 << 20;

    /** What would do more to a terminal than colour it. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}&&[^\\n\\x1b]]|\\x1b(?!\\[[\\d;]*m)");

    /**
     * @param clusters empty for all that it watches
     * @param saved the text that preflight left; null for every view but postflight
     */
    Shown ask(Look look, Collection<String> clusters, @Nullable String saved) throws UnheardMonitorException {
        HttpUrl.Builder url = base.newBuilder()
                .addPathSegments(look.view().path().substring(1))
                .addQueryParameter("format", look.json() ? "json" : "text")
                .addQueryParameter("color", Boolean.toString(look.colour()))
                .addQueryParameter("columns", Integer.toString(look.columns()));
        clusters.forEach(name -> url.addQueryParameter("cluster", name));
        try {
            return shown(http.document(url.build(), saved, patience, MAX_BYTES));
        } catch (UnusableAnswerException e) {
            throw new UnheardMonitorException(address(), e.kind().label(), e.detail());
        }
    }

    /**
     * What happened, oldest first, and as the answer has it.
     *
     * @param clusters empty for all
     * @param types labels; empty for all
     */
    JsonNode events(Collection<String> clusters, String since, Collection<String> types)
            throws UnheardMonitorException {
        HttpUrl.Builder url = base.newBuilder().addPathSegments("api/v1/events").addQueryParameter("since", since);
        clusters.forEach(name -> url.addQueryParameter("cluster", name));
        types.forEach(type -> url.addQueryParameter("type", type));
        return document(url.build(), "events");
    }

    /**
     * The records of incidents, oldest first, and as the answer has it.
     *
     * @param clusters empty for all
     */
    JsonNode incidents(Collection<String> clusters, String since) throws UnheardMonitorException {
        HttpUrl.Builder url =
                base.newBuilder().addPathSegments("api/v1/incidents").addQueryParameter("since", since);
        clusters.forEach(name -> url.addQueryParameter("cluster", name));
        return document(url.build(), "incidents");
    }

    /** @param list what it has to have */
    private JsonNode document(HttpUrl url, String list) throws UnheardMonitorException {
        try {
            Document answer = http.document(url, null, patience, MAX_BYTES);
            if (answer.status() != 200) {
                throw unusable(answer);
            }
            return EventJson.parse(answer.text())
                    .filter(document -> document.path(list).isArray())
                    .orElseThrow(MonitorClient::another);
        } catch (UnusableAnswerException e) {
            throw new UnheardMonitorException(address(), e.kind().label(), e.detail());
        }
    }

    /**
     * Availability, as the monitor renders it.
     *
     * @param clusters empty for all
     * @param format text, markdown or json
     */
    String availability(Collection<String> clusters, String since, String format) throws UnheardMonitorException {
        HttpUrl.Builder url = base.newBuilder()
                .addPathSegments("api/v1/report")
                .addQueryParameter("since", since)
                .addQueryParameter("format", format);
        clusters.forEach(name -> url.addQueryParameter("cluster", name));
        try {
            return shown(http.document(url.build(), null, patience, MAX_BYTES)).text();
        } catch (UnusableAnswerException e) {
            throw new UnheardMonitorException(address(), e.kind().label(), e.detail());
        }
    }

    String address() {
        return base.toString().replaceFirst("/$", "");
    }

    static Shown shown(Document answer) throws UnusableAnswerException {
        String exitStatus = answer.headers().get(Looks.EXIT_STATUS);
        if (answer.status() == 200 && exitStatus != null && exitStatus.matches("[0-4]")) {
            String text = UNPRINTABLE.matcher(answer.text()).replaceAll(" ").stripTrailing();
            return new Shown(text, Integer.parseInt(exitStatus));
        }
        throw unusable(answer);
    }

    private static UnusableAnswerException another() {
        return UnusableAnswerException.badAnswer("what answers is not a patroni-monitor that can be asked");
    }

    private static UnusableAnswerException unusable(Document answer) {
        return switch (answer.status()) {
            case 200 -> another();
            case 401, 403 ->
                new UnusableAnswerException(
                        FailureKind.AUTH, "HTTP status " + answer.status() + ": user or password is missing or wrong");
            default ->
                new UnusableAnswerException(
                        FailureKind.HTTP_STATUS, "HTTP status " + answer.status() + ": " + Excerpt.of(answer.text()));
        };
    }
}
