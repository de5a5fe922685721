package io.greenlang.patroni.monitor.config;

import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.model.DiskSource;
import org.jspecify.annotations.Nullable;

/**
 * Who else tells how full the members' file systems are, where the view {@code patroni_monitor.disk} doesn't.
 *
 * @param metrics null when no page of metrics is asked
 * @param volumeSizeBytes of the volume that holds the data directory and pg_wal; null when it is not given
 */
public record DiskConfig(
        @Nullable Metrics metrics, @Nullable Long volumeSizeBytes) {
    /** Only the view. */
    public static final DiskConfig VIEW_ONLY = new DiskConfig(null, null);

    /**
     * A page of metrics in Prometheus' text format.
     *
     * @param bearerToken null when none is sent
     * @param hosts that the configuration names: nobody else gets the token, or is quoted
     */
    public record Metrics(
            MemberUrl url, Format format, @Nullable Secret bearerToken, Tls tls, HostList hosts) {}

    /** Whose page it is, and how the volumes are called there. */
    public sealed interface Format permits NodeExporter, Kubelet {
        DiskSource source();
    }

    /**
     * @param mountpoint of the file system that holds the data directory
     * @param walMountpoint of the one that holds pg_wal; null when that is the same
     */
    public record NodeExporter(String mountpoint, @Nullable String walMountpoint) implements Format {
        @Override
        public DiskSource source() {
            return DiskSource.NODE_EXPORTER;
        }
    }

    /**
     * @param claim of the volume that holds the data directory, with {@code {name}} for the member's name
     * @param walClaim of the one that holds pg_wal; null when that is the same
     * @param namespace null for whichever has such a claim
     */
    public record Kubelet(
            String claim,
            @Nullable String walClaim,
            @Nullable String namespace) implements Format {
        @Override
        public DiskSource source() {
            return DiskSource.KUBELET;
        }

        /** A claim's name, or an empty text for no claim, of one member. */
        public static String of(@Nullable String template, String member) {
            return template == null ? "" : template.replace(MemberAddresses.NAME, member);
        }
    }
}
