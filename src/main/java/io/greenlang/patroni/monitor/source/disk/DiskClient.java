package io.greenlang.patroni.monitor.source.disk;

import io.greenlang.patroni.monitor.config.DiskConfig;
import io.greenlang.patroni.monitor.config.DiskConfig.Kubelet;
import io.greenlang.patroni.monitor.config.DiskConfig.NodeExporter;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.DiskReading;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import io.greenlang.patroni.monitor.net.Authorization;
import io.greenlang.patroni.monitor.net.Excerpt;
import io.greenlang.patroni.monitor.net.HttpTransport;
import io.greenlang.patroni.monitor.net.Recipients;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Asks pages of metrics how full the members' volumes are. Every question blocks the caller, gets one connection and is
 * sent once; whatever comes back becomes an {@link Answer}, never an exception. Safe for concurrent use.
 */
public final class DiskClient implements AutoCloseable {
    /** A kubelet of a crowded node writes some megabytes; it is read line by line, so that this costs only time. */
    static final long MAX_BYTES = 16 << 20;

    private static final VolumeSeries.Names MOUNTPOINTS = new VolumeSeries.Names(
            "node_filesystem_",
            "node_filesystem_size_bytes",
            "node_filesystem_free_bytes",
            true,
            "node_filesystem_avail_bytes",
            "mountpoint");
    private static final VolumeSeries.Names CLAIMS = new VolumeSeries.Names(
            "kubelet_volume_stats_",
            "kubelet_volume_stats_capacity_bytes",
            "kubelet_volume_stats_used_bytes",
            false,
            "kubelet_volume_stats_available_bytes",
            "persistentvolumeclaim");

    private final DiskConfig.Metrics config;
    private final Clock clock;
    private final Recipients recipients;
    private final HttpTransport transport;

    /**
     * @param clock stamps the answers
     * @throws IllegalArgumentException when a PEM file can't be used; the message names it
     */
    public DiskClient(DiskConfig.Metrics config, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.recipients = new Recipients(config.hosts(), config.tls(), "disk.send-credentials-to");
        Authorization authorization = config.bearerToken() == null
                ? Authorization.NONE
                : Authorization.bearer(config.bearerToken()).onlyTo(recipients);
        this.transport = new HttpTransport(authorization, config.tls(), call -> EventListener.NONE);
    }

    /**
     * One member's volumes.
     *
     * @param host of its PostgreSQL; null when it is not known
     * @param timeout for the question as a whole, from connecting to the last byte
     */
    public Answer<DiskReading> read(String member, @Nullable String host, Duration timeout) {
        Instant asked = clock.instant();
        String address = config.url().of(member, host).orElse("");
        HttpUrl url = HttpUrl.parse(address);
        if (url == null) {
            return Answer.failed(
                    FailureKind.NO_ADDRESS,
                    "the name or the host of " + member + " does not fit into disk.metrics-url",
                    asked);
        }
        try {
            List<Volume> volumes = volumes(url, member, timeout);
            return Answer.answered(new DiskReading(config.format().source(), volumes), asked, clock.instant());
        } catch (UnusableAnswerException e) {
            String question =
                    "GET " + Excerpt.of(url.newBuilder().query(null).build().toString());
            return Answer.failed(e.kind(), question + ": " + e.detail(), clock.instant());
        }
    }

    private List<Volume> volumes(HttpUrl url, String member, Duration timeout) throws UnusableAnswerException {
        if (config.format() instanceof Kubelet kubelet) {
            String namespace = kubelet.namespace() == null ? "" : kubelet.namespace();
            String claim = Kubelet.of(kubelet.claim(), member);
            String walClaim = Kubelet.of(kubelet.walClaim(), member);
            return volumes(
                    page(url, CLAIMS, new HashSet<>(List.of(claim, walClaim)), timeout), namespace, claim, walClaim);
        }
        if (config.format() instanceof NodeExporter exporter) {
            String wal = exporter.walMountpoint() == null ? "" : exporter.walMountpoint();
            Set<String> wanted = new HashSet<>(List.of(exporter.mountpoint(), wal));
            return volumes(page(url, MOUNTPOINTS, wanted, timeout), "", exporter.mountpoint(), wal);
        }
        throw new IllegalStateException("unknown format " + config.format());
    }

    private static List<Volume> volumes(VolumeSeries page, String namespace, String data, String wal)
            throws UnusableAnswerException {
        List<Volume> volumes = new ArrayList<>();
        volumes.add(page.volume("data", namespace, data));
        if (!wal.isEmpty()) {
            volumes.add(page.volume("wal", namespace, wal));
        }
        return volumes;
    }

    private VolumeSeries page(HttpUrl url, VolumeSeries.Names names, Set<String> wanted, Duration timeout)
            throws UnusableAnswerException {
        VolumeSeries series = new VolumeSeries(names, wanted, recipients.areNamed(url));
        int status = transport.lines(url, timeout, MAX_BYTES, series::read);
        if (status != 200) {
            throw UnusableAnswerException.unexpectedStatus(status);
        }
        return series;
    }

    /** Ends the questions in flight, whose callers get {@link FailureKind#TIMEOUT}. */
    @Override
    public void close() {
        transport.close();
    }
}
