package io.greenlang.patroni.monitor.config;

import io.greenlang.patroni.monitor.config.DiskConfig.Kubelet;
import io.greenlang.patroni.monitor.config.DiskConfig.Metrics;
import io.greenlang.patroni.monitor.config.DiskConfig.NodeExporter;
import io.greenlang.patroni.monitor.model.DiskSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The block {@code disk} of a cluster. */
final class DiskReader {
    private static final Format<String> FORMAT =
            Texts.oneOf(DiskSource.NODE_EXPORTER.label(), DiskSource.KUBELET.label());

    private static final Format<String> MOUNTPOINT = new Format<>("a path from /", text -> {
        if (!text.startsWith("/")) {
            throw new Refused("does not begin with /");
        }
        return text.length() == 1 ? text : text.replaceFirst("/+$", "");
    });

    private static final Format<String> CLAIM =
            new Format<>("text with " + MemberAddresses.NAME + " for the member's name", text -> {
                if (!text.contains(MemberAddresses.NAME)) {
                    throw new Refused("has no " + MemberAddresses.NAME);
                }
                return text;
            });

    private DiskReader() {}

    static DiskConfig read(Section disk, HostList named) {
        Double size = disk.readIfGiven("volume-size", Quantities.POSITIVE_SIZE);
        return new DiskConfig(metrics(disk, named), size == null ? null : size.longValue());
    }

    private static @Nullable Metrics metrics(Section disk, HostList named) {
        MemberUrl url = disk.readIfGiven("metrics-url", Addresses.METRICS);
        String mountpoint = disk.readIfGiven("mountpoint", MOUNTPOINT);
        String walMountpoint = disk.readIfGiven("wal-mountpoint", MOUNTPOINT);
        String claim = disk.read("claim", CLAIM);
        String walClaim = disk.readIfGiven("wal-claim", CLAIM);
        String namespace = disk.readIfGiven("namespace", Texts.NON_BLANK);
        Path token = disk.readIfGiven("bearer-token-file", Texts.READABLE_FILE);
        ClusterConfig.Tls tls = ClusterReader.tls(disk.block("tls"));
        HostList trusted = ClusterReader.trusted(disk, named);
        boolean kubelet = disk.read("format", FORMAT).equals(DiskSource.KUBELET.label());
        if (!disk.isGiven("metrics-url") && disk.isGiven("mountpoint")) {
            disk.refuse("has a mountpoint and no metrics-url", "allowed: both or neither");
        }
        if (url == null) {
            return null;
        }
        if (!kubelet && !disk.isGiven("mountpoint")) {
            disk.refuse("has the metrics-url of a node-exporter and no mountpoint", "allowed: both");
        }
        if (!kubelet && url.isShared()) {
            disk.refuse(
                    "has one metrics-url for all members",
                    "allowed: " + MemberAddresses.NAME + " or " + MemberUrl.HOST + " in it, or format = kubelet");
        }
        return new Metrics(
                url,
                kubelet
                        ? new Kubelet(claim, walClaim, namespace)
                        : new NodeExporter(mountpoint == null ? "/" : mountpoint, walMountpoint),
                token == null ? null : Secret.inFile(token),
                tls,
                trusted.and(url.hosts()));
    }
}
