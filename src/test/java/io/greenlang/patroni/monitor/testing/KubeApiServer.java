package io.greenlang.patroni.monitor.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * An API server of Kubernetes with RBAC, and the etcd that it alone uses. No controller, no scheduler and no kubelet runs: objects are what
 * they are made, and no pod ever starts. It finds its data, its port and its keys again when it is started again.
 */
public final class KubeApiServer {
    private static final String ADMIN = "the-token-of-the-test-itself";
    private static final Duration START = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final OkHttpClient HTTP = TrustingAnybody.client(Duration.ofSeconds(10));

    private final Path folder;
    private final Account account;
    private final int port = Ports.free();
    private final Etcd etcd;
    private final CertificateFiles files;
    private ServerProcess process;

    KubeApiServer(Path folder, Account account) {
        this.folder = folder;
        this.account = account;
        etcd = new Etcd(folder, account, 1);
        files = new CertificateFiles(create(folder.resolve("kube-apiserver-keys")));
    }

    private static Path create(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start() {
        var authority = CertificateFiles.newAuthority("kubernetes");
        files.write(authority);
        files.trust(authority);
        etcd.start();
        startAgain();
    }

    /** What a kill ended; returns when it is ready. */
    public void startAgain() {
        process = ServerProcess.start("kube-apiserver", folder, account.command(command()));
        process.awaitRunning("is ready", START, () -> status("readyz") == 200);
    }

    private String[] command() {
        String key = files.key().toString();
        return new String[] {
            BuiltServers.kubeApiServer(),
            "--etcd-servers=" + etcd.endpoints().get(0),
            "--bind-address=127.0.0.1",
            "--secure-port=" + port,
            "--tls-cert-file=" + files.certificate(),
            "--tls-private-key-file=" + key,
            "--token-auth-file=" + adminTokenFile(),
            "--authorization-mode=RBAC",
            "--service-account-issuer=https://kubernetes.default.svc",
            "--service-account-key-file=" + files.certificate(),
            "--service-account-signing-key-file=" + key,
            "--service-cluster-ip-range=10.96.0.0/16",
            // it would publish its own address, which may not be on loopback
            "--endpoint-reconciler-type=none"
        };
    }

    private Path adminTokenFile() {
        try {
            Path file = Files.writeString(folder.resolve("admin-token.csv"), ADMIN + ",admin,admin,system:masters\n");
            account.take(file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int status(String path) throws IOException {
        Request request = new Request.Builder().url(url() + "/" + path).build();
        try (Response answer = HTTP.newCall(request).execute()) {
            return answer.code();
        }
    }

    public String url() {
        return "https://127.0.0.1:" + port;
    }

    /** The certificate of who signed the server's own. */
    public Path authority() {
        return files.authority();
    }

    /** What keeps the objects. */
    public Etcd etcd() {
        return etcd;
    }

    /** Makes one object as the cluster's administrator. */
    JsonNode create(String path, String yaml) {
        RequestBody body = RequestBody.create(yaml, MediaType.get("application/yaml"));
        return ask(path, new Request.Builder().post(body));
    }

    void delete(String path) {
        ask(path, new Request.Builder().delete());
    }

    private JsonNode ask(String path, Request.Builder request) {
        Request whole = request.url(url() + "/" + path)
                .header("Authorization", "Bearer " + ADMIN)
                .header("Accept", "application/json")
                .build();
        try (Response answer = HTTP.newCall(whole).execute()) {
            String body = new String(answer.body().bytes(), UTF_8);
            if (!answer.isSuccessful()) {
                throw new IllegalStateException(whole.method() + " " + path + ": " + answer.code() + " " + body);
            }
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It takes connections and answers none. */
    public void freeze() {
        process.signal("STOP");
    }

    public void thaw() {
        process.signal("CONT");
    }

    public void kill9() {
        process.signal("KILL");
        process.awaitExit(Duration.ofSeconds(10));
    }

    void dispose() {
        if (process != null) {
            process.close();
        }
        etcd.dispose();
    }
}
