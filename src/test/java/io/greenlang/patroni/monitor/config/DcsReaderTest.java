package io.greenlang.patroni.monitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.DcsConfig.Consul;
import io.greenlang.patroni.monitor.config.DcsConfig.Kubernetes;
import io.greenlang.patroni.monitor.config.DcsConfig.PatroniObjects;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DcsReaderTest {
    private static final Map<String, String> POD =
            Map.of("KUBERNETES_SERVICE_HOST", "10.96.0.1", "KUBERNETES_SERVICE_PORT", "6443");

    @TempDir
    private Path folder;

    @BeforeEach
    void mountAServiceAccount() throws IOException {
        Files.writeString(folder.resolve("token"), "of the pod\n");
        Files.writeString(folder.resolve("ca.crt"), "authority");
        Files.writeString(folder.resolve("namespace"), "databases\n");
    }

    private DcsConfig read(String block) throws ConfigException {
        return read(block, new ServiceAccount(POD, folder));
    }

    private static DcsConfig read(String block, ServiceAccount account) throws ConfigException {
        ConfigObject reference = ConfigFactory.parseResources(ConfigLoader.class.getClassLoader(), "reference.conf")
                .getObject("patroni-monitor");
        Problems problems = new Problems();
        ConfigObject given = ConfigFactory.parseString("cluster-defaults.dcs { " + block + " }")
                .root();
        DcsConfig read = DcsReader.read(
                Section.root(problems, given, reference)
                        .block("cluster-defaults")
                        .block("dcs"),
                account);
        problems.throwIfAny();
        return read;
    }

    @Test
    void asksTheApiServerOfItsPodAsItsServiceAccount() throws Exception {
        Kubernetes kubernetes = (Kubernetes) read("kind = kubernetes");

        assertThat(kubernetes.endpoints()).containsExactly(URI.create("https://10.96.0.1:6443"));
        assertThat(kubernetes.token().reveal()).isEqualTo("of the pod");
        assertThat(kubernetes.tls()).isEqualTo(new Tls(folder.resolve("ca.crt"), null, null, true));
        assertThat(kubernetes.objects())
                .isEqualTo(new PatroniObjects("databases", List.of("application=patroni"), "cluster-name", null, null));
    }

    @Test
    void putsAnIpV6AddressInBrackets() throws ConfigException {
        DcsConfig kubernetes = read(
                "kind = kubernetes", new ServiceAccount(Map.of("KUBERNETES_SERVICE_HOST", "fd00:10:96::1"), folder));

        assertThat(kubernetes.endpoints()).containsExactly(URI.create("https://[fd00:10:96::1]:443"));
    }

    @Test
    void prefersWhatIsGiven() throws Exception {
        Path token = Files.writeString(folder.resolve("other"), "given");
        Kubernetes kubernetes = (Kubernetes)
                read("kind = kubernetes, token-file = \"" + token + "\", namespace = other, tls.ca-file = \"" + token
                        + "\", labels = [\"application=spilo\", \"example.com/team=db\"], scope-label = version,"
                        + " use-endpoints = on, citus-group = 1");

        assertThat(kubernetes.token().reveal()).isEqualTo("given");
        assertThat(kubernetes.tls().caFile()).isEqualTo(token);
        assertThat(kubernetes.objects())
                .isEqualTo(new PatroniObjects(
                        "other", List.of("application=spilo", "example.com/team=db"), "version", true, 1));
    }

    /** A service account's token is not sent to an address that somebody wrote. */
    @Test
    void takesNothingOfThePodForAnotherApiServer() throws ConfigException {
        Kubernetes kubernetes =
                (Kubernetes) read("kind = kubernetes, endpoints = [\"https://k8s:6443\"], namespace = service");

        assertThat(kubernetes.endpoints()).containsExactly(URI.create("https://k8s:6443"));
        assertThat(kubernetes.token()).isNull();
        assertThat(kubernetes.tls().caFile()).isNull();
        assertThat(kubernetes.objects().namespace()).isEqualTo("service");
    }

    @Test
    void mapsConsul() throws Exception {
        Path token = folder.resolve("token");
        Consul consul = (Consul) read("kind = consul, endpoints = [\"http://127.0.0.1:8500\"], namespace = /db/,"
                + " citus-group = 2, token-file = \"" + token + "\", tls.ca-file = \"" + token + "\"");

        assertThat(consul.endpoints()).containsExactly(URI.create("http://127.0.0.1:8500"));
        assertThat(consul.prefix("demo")).isEqualTo("db/demo/2/");
        assertThat(consul.token().reveal()).isEqualTo("of the pod");
        assertThat(consul.tls().caFile()).isEqualTo(token);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            kind = kubernetes, endpoints = ["https://k:6443"] | dcs: has no namespace; allowed: the namespace of Patroni's pods
            kind = kubernetes, namespace = Databases          | dcs.namespace = Databases: is none; allowed: the name of a Kubernetes namespace
            kind = kubernetes, labels = ["application"]       | dcs.labels = application: is none; allowed: name=value as in kubernetes.labels
            kind = kubernetes, scope-label = "a,b"            | dcs.scope-label = a,b: is none; allowed: the name of a label
            kind = kubernetes, use-endpoints = maybe          | dcs.use-endpoints = maybe: is neither on nor off; allowed: auto, on or off
            kind = kubernetes, username = a                   | dcs.username = a: is not used with kind = kubernetes; allowed: with etcd3
            kind = consul                                     | dcs: has a kind and no endpoints
            kind = consul, endpoints = ["http://c:8500"], labels = ["a=b"]           | dcs.labels = […]: is not used with kind = consul
            kind = consul, endpoints = ["http://c:8500"], token-file = /none         | dcs.token-file = /none: there is no such file
            kind = etcd3, endpoints = ["http://e:2379"], token-file = /none          | is not used with kind = etcd3; allowed: with consul or kubernetes
            kind = zookeeper, endpoints = ["http://z:2181"]   | dcs.kind = zookeeper: is unknown; allowed: etcd3, kubernetes, consul
            """)
    void saysWhatIsWrong(String block, String message) {
        assertThatThrownBy(() -> read(block))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void saysWhatIsMissingOutsideOfAPodAndInOneWithoutAToken(@TempDir Path empty) {
        assertThatThrownBy(() -> read("kind = kubernetes, namespace = a", new ServiceAccount(Map.of(), empty)))
                .hasMessageContaining("has no endpoints, and this is not a pod of Kubernetes")
                .hasMessageContaining("allowed: the API server's address");
        assertThatThrownBy(() -> read("kind = kubernetes, namespace = a", new ServiceAccount(POD, empty)))
                .hasMessageContaining("no service account's token is mounted into this pod");
    }
}
