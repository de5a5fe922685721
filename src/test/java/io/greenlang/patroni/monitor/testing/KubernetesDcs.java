package io.greenlang.patroni.monitor.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Kubernetes as the DCS of Patronis that run outside of it, each with a pod object that stands for it; and the monitor's service account
 * with the Role that {@code k8s/overlays/read-dcs} has.
 */
public final class KubernetesDcs implements PatroniDcs {
    private static final String NAMESPACE = "greenlang-db";
    private static final String CORE = "api/v1/namespaces/" + NAMESPACE;
    private static final String RBAC = "apis/rbac.authorization.k8s.io/v1/namespaces/" + NAMESPACE;
    private static final Path OVERLAY = Path.of("k8s/overlays/read-dcs");

    private final KubeApiServer server;
    private final Path folder;
    private final Account account;
    private final String scope;
    private final boolean useEndpoints;
    private final Set<String> pods = new HashSet<>();

    KubernetesDcs(Path folder, Account account, String scope, boolean useEndpoints) {
        this.server = new KubeApiServer(folder, account);
        this.folder = folder;
        this.account = account;
        this.scope = scope;
        this.useEndpoints = useEndpoints;
    }

    @Override
    public void start() {
        server.start();
        server.create(
                "api/v1/namespaces", "{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(NAMESPACE));
        server.create(CORE + "/serviceaccounts", "{apiVersion: v1, kind: ServiceAccount, metadata: {name: patroni}}");
        server.create(RBAC + "/roles", """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: patroni}
                rules:
                  - {apiGroups: [""], resources: [%s], verbs: [create, get, list, patch, update, watch, delete]}
                  - {apiGroups: [""], resources: [pods], verbs: [get, list, patch, update, watch]}
                  - {apiGroups: [""], resources: [services], verbs: [create]}
                """.formatted(useEndpoints ? "endpoints" : "configmaps"));
        letPatroniWrite();
        server.create(CORE + "/serviceaccounts", read(Path.of("k8s/base/serviceaccount.yaml")));
        server.create(RBAC + "/roles", shipped("Role"));
        letMonitorRead();
        write("kubeconfig", kubeconfig());
        renewMonitorToken();
    }

    /** Takes all of Patroni's rights; it can be read on by others. */
    public void refusePatroni() {
        server.delete(RBAC + "/rolebindings/patroni");
    }

    public void letPatroniWrite() {
        server.create(RBAC + "/rolebindings", """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: patroni}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: patroni}
                subjects: [{kind: ServiceAccount, name: patroni, namespace: %s}]
                """.formatted(NAMESPACE));
    }

    /** The monitor's token is good, and gives no rights. */
    public void refuseMonitor() {
        server.delete(RBAC + "/rolebindings/patroni-monitor");
    }

    public void letMonitorRead() {
        server.create(RBAC + "/rolebindings", shipped("RoleBinding"));
    }

    /** A token that this API server has not signed. */
    public void spoilMonitorToken() {
        write("monitor-token", "nobody's");
    }

    public void renewMonitorToken() {
        write("monitor-token", token("patroni-monitor"));
    }

    private static String shipped(String kind) {
        for (String document : read(OVERLAY.resolve("role.yaml")).split("(?m)^---$", -1)) {
            if (document.lines().anyMatch(line -> line.equals("kind: " + kind))) {
                return document;
            }
        }
        throw new IllegalStateException("no " + kind + " in " + OVERLAY);
    }

    private String token(String serviceAccount) {
        JsonNode request = server.create(
                CORE + "/serviceaccounts/" + serviceAccount + "/token",
                "{apiVersion: authentication.k8s.io/v1, kind: TokenRequest, spec: {expirationSeconds: 7200}}");
        return request.at("/status/token").asText();
    }

    private String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                current-context: test
                contexts: [{name: test, context: {cluster: test, user: patroni}}]
                clusters: [{name: test, cluster: {server: '%s', certificate-authority: '%s'}}]
                users: [{name: patroni, user: {token: %s}}]
                """.formatted(server.url(), server.authority(), token("patroni"));
    }

    @Override
    public String patroniBlock() {
        return "kubernetes: {context: test, namespace: %s, labels: {application: patroni}, use_endpoints: %s}"
                .formatted(NAMESPACE, useEndpoints);
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("KUBECONFIG", folder.resolve("kubeconfig").toString());
    }

    /** A member has its pod from its first start on; its address is made up, because loopback may not be published. */
    @Override
    public Map<String, String> admit(String member) {
        if (pods.add(member)) {
            server.create(CORE + "/pods", """
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: %s, labels: {application: patroni, cluster-name: %s}}
                    spec:
                      serviceAccountName: patroni
                      automountServiceAccountToken: false
                      containers: [{name: patroni, image: patroni}]
                    """.formatted(member, scope));
        }
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("PATRONI_KUBERNETES_POD_IP", "10.0.0." + (1 + Math.floorMod(member.hashCode(), 250)));
        return environment;
    }

    /** What stands in the monitor's block {@code dcs} or {@code discover}. */
    public String monitorSettings() {
        return """
                kind = kubernetes, endpoints = ["%s"], namespace = %s, token-file = "%s", tls.ca-file = "%s", use-endpoints = %s
                """.formatted(
                        server.url(),
                        NAMESPACE,
                        folder.resolve("monitor-token"),
                        server.authority(),
                        useEndpoints ? "on" : "off");
    }

    public KubeApiServer server() {
        return server;
    }

    private void write(String name, String text) {
        try {
            account.take(Files.writeString(folder.resolve(name), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void dispose() {
        server.dispose();
    }
}
