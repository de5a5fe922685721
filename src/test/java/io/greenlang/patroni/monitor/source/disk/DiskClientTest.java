package io.greenlang.patroni.monitor.source.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.DiskConfig;
import io.greenlang.patroni.monitor.config.DiskConfig.Kubelet;
import io.greenlang.patroni.monitor.config.DiskConfig.NodeExporter;
import io.greenlang.patroni.monitor.config.HostList;
import io.greenlang.patroni.monitor.config.MemberUrl;
import io.greenlang.patroni.monitor.config.Secret;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.DiskReading;
import io.greenlang.patroni.monitor.model.DiskSource;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class DiskClientTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Tls PLAIN = new Tls(null, null, null, true);
    static final String EXPORTER = """
            # HELP node_filesystem_avail_bytes Filesystem space available to non-root users in bytes.
            # TYPE node_filesystem_avail_bytes gauge
            node_filesystem_avail_bytes{device="/dev/sda1",fstype="ext4",mountpoint="/"} 6e+09
            node_filesystem_avail_bytes{device="/dev/sdb",fstype="xfs",mountpoint="/var/lib/postgresql"} 3e+11
            node_filesystem_avail_bytes{device="/dev/sdc",fstype="xfs",mountpoint="/var/lib/pg wal"} 4e+10
            node_filesystem_device_error{device="gone",fstype="nfs",mountpoint="/mnt"} 1
            node_filesystem_free_bytes{device="/dev/sda1",fstype="ext4",mountpoint="/"} 7e+09
            node_filesystem_free_bytes{device="/dev/sdb",fstype="xfs",mountpoint="/var/lib/postgresql"} 3.5e+11
            node_filesystem_free_bytes{device="/dev/sdc",fstype="xfs",mountpoint="/var/lib/pg wal"} 4e+10
            node_filesystem_free_bytes{device="/dev/sdd",fstype="xfs",mountpoint="/broken"} NaN
            node_filesystem_size_bytes{device="/dev/sda1",fstype="ext4",mountpoint="/"} 1e+10
            node_filesystem_size_bytes{device="/dev/sdb",fstype="xfs",mountpoint="/var/lib/postgresql"} 1e+12
            node_filesystem_size_bytes{device="/dev/sdc",fstype="xfs",mountpoint="/var/lib/pg wal"} 5e+10
            node_filesystem_size_bytes{device="/dev/sdd",fstype="xfs",mountpoint="/broken"} 5e+10
            node_filesystem_avail_bytes{device="/dev/sdd",fstype="xfs",mountpoint="/broken"} 5e+10
            """;
    static final String KUBELET = """
            # HELP kubelet_volume_stats_available_bytes [ALPHA] Number of available bytes in the volume
            # TYPE kubelet_volume_stats_available_bytes gauge
            kubelet_volume_stats_available_bytes{namespace="greenlang-db",persistentvolumeclaim="pgdata-patroni-0"} 2.5e+11
            kubelet_volume_stats_available_bytes{namespace="staging",persistentvolumeclaim="pgdata-patroni-0"} 1e+09
            kubelet_volume_stats_available_bytes{namespace="greenlang-db",persistentvolumeclaim="wal-patroni-0"} 9e+09
            # HELP kubelet_volume_stats_capacity_bytes [ALPHA] Capacity in bytes of the volume
            # TYPE kubelet_volume_stats_capacity_bytes gauge
            kubelet_volume_stats_capacity_bytes{namespace="greenlang-db",persistentvolumeclaim="pgdata-patroni-0"} 5.2e+11
            kubelet_volume_stats_capacity_bytes{namespace="staging",persistentvolumeclaim="pgdata-patroni-0"} 1e+10
            kubelet_volume_stats_capacity_bytes{namespace="greenlang-db",persistentvolumeclaim="wal-patroni-0"} 1e+10
            # HELP kubelet_volume_stats_inodes [ALPHA] Maximum number of inodes in the volume
            kubelet_volume_stats_inodes{namespace="greenlang-db",persistentvolumeclaim="pgdata-patroni-0"} 3.2e+07
            # HELP kubelet_volume_stats_used_bytes [ALPHA] Number of used bytes in the volume
            # TYPE kubelet_volume_stats_used_bytes gauge
            kubelet_volume_stats_used_bytes{namespace="greenlang-db",persistentvolumeclaim="pgdata-patroni-0"} 2.6e+11
            kubelet_volume_stats_used_bytes{namespace="staging",persistentvolumeclaim="pgdata-patroni-0"} 9e+09
            kubelet_volume_stats_used_bytes{namespace="greenlang-db",persistentvolumeclaim="wal-patroni-0"} 1e+09
            """;

    private final MockWebServer server = new MockWebServer();

    @TempDir
    private Path dir;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void readsTheMountPointsOfANodeExporter() throws Exception {
        serve(EXPORTER);

        assertThat(reading(new NodeExporter("/var/lib/postgresql", "/var/lib/pg wal")))
                .isEqualTo(new DiskReading(
                        DiskSource.NODE_EXPORTER,
                        List.of(
                                new Volume("data", 1_000_000_000_000L, 650_000_000_000L, 300_000_000_000L),
                                new Volume("wal", 50_000_000_000L, 10_000_000_000L, 40_000_000_000L))));
        RecordedRequest request = server.takeRequest();
        assertThat(request.getTarget()).isEqualTo("/metrics?of=patroni-0");
        assertThat(request.getHeaders().get("Accept")).isEqualTo("text/plain");
        assertThat(request.getHeaders().get("Authorization")).isNull();
    }

    @Test
    void readsTheClaimsOfAKubelet() throws Exception {
        serve(KUBELET);

        assertThat(reading(new Kubelet("pgdata-{name}", "wal-{name}", "greenlang-db"))
                        .volumes())
                .containsExactly(
                        new Volume("data", 520_000_000_000L, 260_000_000_000L, 250_000_000_000L),
                        new Volume("wal", 10_000_000_000L, 1_000_000_000L, 9_000_000_000L));
    }

    @Test
    void doesNotGuessWhichOfTwoClaimsIsMeant() throws Exception {
        serve(KUBELET);

        assertThat(failure(new Kubelet("pgdata-{name}", null, null)))
                .isEqualTo(new Failure(
                        FailureKind.BAD_ANSWER,
                        "GET " + server.url("/metrics")
                                + ": has several persistentvolumeclaim \"pgdata-patroni-0\": give disk.namespace"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /data   | has no mountpoint "/data"; it has /, /broken, /var/lib/pg wal, /var/lib/postgresql
            /broken | tells only part of mountpoint "/broken"
            """)
    void saysWhichVolumesThereAreInstead(String mountpoint, String why) throws Exception {
        serve(EXPORTER);

        assertThat(failure(new NodeExporter(mountpoint, null)))
                .isEqualTo(new Failure(FailureKind.BAD_ANSWER, "GET " + server.url("/metrics") + ": " + why));
    }

    @Test
    void takesNoOtherPageForAnEmptyDisk() throws Exception {
        serve("<html>Login</html>\n");

        assertThat(failure(new NodeExporter("/", null)).detail()).endsWith("it has none at all");
    }

    @Test
    void readsPagesThatAreLargerThanAnyOtherAnswer() throws Exception {
        serve("# much else\n".repeat(200_000) + EXPORTER);

        assertThat(reading(new NodeExporter("/", null)).volumes())
                .containsExactly(new Volume("data", 10_000_000_000L, 3_000_000_000L, 6_000_000_000L));
    }

    @Test
    void doesNotReadWithoutEnd() throws Exception {
        serve("# much else\n".repeat((int) (DiskClient.MAX_BYTES / 12) + 1));
        assertThat(failure(new NodeExporter("/", null)))
                .isEqualTo(new Failure(
                        FailureKind.TOO_LARGE,
                        "GET " + server.url("/metrics") + ": more than 16777216 bytes of answer"));
    }

    @Test
    void doesNotReadALineWithoutEnd() throws Exception {
        serve("node_filesystem_" + "x".repeat(1 << 17));

        assertThat(failure(new NodeExporter("/", null)).kind()).isEqualTo(FailureKind.TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource({"401, AUTH", "403, AUTH", "404, HTTP_STATUS", "500, HTTP_STATUS"})
    void doesNotReadAnErrorPage(int status, FailureKind kind) throws Exception {
        server.enqueue(new MockResponse.Builder().code(status).body(EXPORTER).build());
        start();

        assertThat(failure(new NodeExporter("/", null)).kind()).isEqualTo(kind);
    }

    @Test
    void sendsTheTokenAsItIsNowOverATrustedConnection() throws Exception {
        HeldCertificate authority =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        HeldCertificate own = new HeldCertificate.Builder()
                .addSubjectAlternativeName("127.0.0.1")
                .addSubjectAlternativeName("localhost")
                .signedBy(authority)
                .build();
        server.useHttps(
                new HandshakeCertificates.Builder().heldCertificate(own).build().sslSocketFactory());
        Path ca = Files.writeString(dir.resolve("ca.crt"), authority.certificatePem());
        Path token = Files.writeString(dir.resolve("token"), "first\n");
        serve(KUBELET);
        server.enqueue(page(KUBELET));
        DiskConfig.Metrics config = new DiskConfig.Metrics(
                url(),
                new Kubelet("wal-{name}", null, null),
                Secret.inFile(token),
                new Tls(ca, null, null, true),
                HostList.NONE);
        try (DiskClient client = new DiskClient(config, Clock.systemUTC())) {
            assertThat(client.read("patroni-0", null, TIMEOUT).isAnswered()).isTrue();
            Files.writeString(token, "rotated\n");
            assertThat(client.read("patroni-0", null, TIMEOUT).isAnswered()).isTrue();
            Files.delete(token);
            assertThat(client.read("patroni-0", null, TIMEOUT)
                            .reason()
                            .orElseThrow()
                            .kind())
                    .isEqualTo(FailureKind.AUTH);
        }
        assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer first");
        assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer rotated");
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void sendsNoTokenWhereTheMemberPublishesTheHost(@TempDir Path dir) throws Exception {
        Path token = Files.writeString(dir.resolve("token"), "first");
        server.enqueue(new MockResponse.Builder().code(403).build());
        serve("node_filesystem_size_bytes{mountpoint=\"/topsecret\"} 1\n");
        DiskConfig.Metrics config = new DiskConfig.Metrics(
                url(), new NodeExporter("/", null), Secret.inFile(token), PLAIN, HostList.of("10.0.0.1"));
        try (DiskClient client = new DiskClient(config, Clock.systemUTC())) {
            assertThat(client.read("patroni-0", null, TIMEOUT).reason().orElseThrow())
                    .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.AUTH))
                    .satisfies(failure -> assertThat(failure.detail()).endsWith("disk.send-credentials-to"));
            assertThat(client.read("patroni-0", null, TIMEOUT)
                            .reason()
                            .orElseThrow()
                            .detail())
                    .doesNotContain("topsecret");
        }
        assertThat(server.takeRequest().getHeaders().get("Authorization")).isNull();
        assertThat(server.takeRequest().getHeaders().get("Authorization")).isNull();
    }

    @Test
    void keepsOnlySomeOfManyVolumes() throws Exception {
        StringBuilder page = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            page.append("node_filesystem_size_bytes{mountpoint=\"/v").append(i).append("\"} 1\n");
        }
        serve(page + "node_filesystem_size_bytes{mountpoint=\"/\"} 3\n"
                + "node_filesystem_free_bytes{mountpoint=\"/\"} 2\nnode_filesystem_avail_bytes{mountpoint=\"/\"} 1\n");

        assertThat(ask(new NodeExporter("/", null), null).isAnswered()).isTrue();
    }

    @Test
    void doesNotAskWhereANameIsNoPartOfAnAddress() throws Exception {
        start();
        try (DiskClient client = new DiskClient(metrics(new NodeExporter("/", null)), Clock.systemUTC())) {
            assertThat(client.read("a/../b", "10.0.0.1", TIMEOUT)
                            .reason()
                            .orElseThrow()
                            .kind())
                    .isEqualTo(FailureKind.NO_ADDRESS);
        }
        assertThat(server.getRequestCount()).isZero();
    }

    private void serve(String text) throws IOException {
        server.enqueue(page(text));
        start();
    }

    private static MockResponse page(String text) {
        return new MockResponse.Builder().body(text).build();
    }

    private void start() throws IOException {
        server.start(InetAddress.getByName("127.0.0.1"), 0);
    }

    private MemberUrl url() {
        return new MemberUrl(server.url("/metrics") + "?of={name}");
    }

    private DiskConfig.Metrics metrics(DiskConfig.Format format) {
        return new DiskConfig.Metrics(
                url(), format, null, PLAIN, HostList.of("127.0.0.1").and(HostList.of("localhost")));
    }

    private Answer<DiskReading> ask(DiskConfig.Format format, @Nullable String host) {
        try (DiskClient client = new DiskClient(metrics(format), Clock.systemUTC())) {
            return client.read("patroni-0", host, TIMEOUT);
        }
    }

    private DiskReading reading(DiskConfig.Format format) {
        Answer<DiskReading> answer = ask(format, null);
        assertThat(answer.reason()).isEmpty();
        return answer.value().orElseThrow();
    }

    private Failure failure(DiskConfig.Format format) {
        return ask(format, null).reason().orElseThrow();
    }
}
