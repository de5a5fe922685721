package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.config.HttpConfig;
import io.greenlang.patroni.monitor.config.HttpConfig.BasicAuth;
import io.greenlang.patroni.monitor.config.Secret;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.Authorization;
import io.greenlang.patroni.monitor.net.Excerpt;
import io.greenlang.patroni.monitor.net.HttpTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which running monitor is asked, and how it is told who asks. */
final class MonitorOptions {
    /** For one that somebody named, wherever it is. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * For one that may or may not run on this host. Where none does, the connection is refused at once; a busy one that is
     * asked for the first time must be able to answer, for a direct look costs the nodes more.
     */
    private static final Duration GLANCE = Duration.ofSeconds(2);

    private static final Set<String> THIS_HOST = Set.of("127.0.0.1", "localhost", "::1");

    @Option(
            names = "--monitor",
            paramLabel = "URL",
            description = "Ask the monitor that runs there, such as http://127.0.0.1:9933. Default: the one at the"
                    + " address of the configuration's http block, if it answers and watches the clusters.")
    private @Nullable String url;

    @Option(
            names = "--direct",
            description = "Ask no monitor, look at the nodes. Such a look has no memory of members that left.")
    private boolean direct;

    @Option(
            names = "--monitor-user",
            paramLabel = "NAME",
            description = "User for the monitor. Default: that of the configuration's http block.")
    private @Nullable String user;

    @Option(
            names = "--monitor-password-file",
            paramLabel = "FILE",
            description = "File with the password for the monitor.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--monitor-ca-file",
            paramLabel = "FILE",
            description = "Certificates (PEM) to trust for the monitor. Default: the JDK's; for the address of the"
                    + " configuration's http block, its own certificate.")
    private @Nullable Path caFile;

    /** @throws ConfigException when options contradict each other */
    void check() throws ConfigException {
        if (direct && url != null) {
            throw new ConfigException(List.of("--direct and --monitor exclude each other: give one of them"));
        }
        if ((user == null) != (passwordFile == null)) {
            throw new ConfigException(List.of("--monitor-user and --monitor-password-file: give both or neither"));
        }
    }

    boolean isDirect() {
        return direct;
    }

    boolean isNamed() {
        return url != null;
    }

    /**
     * The monitor that was named.
     *
     * @param own of the configuration that was named, too; null when none was
     * @param usual of the one in the usual place, which counts for its own address only; null when there is none
     * @throws ConfigException when its address or a file can't be used
     */
    MonitorClient named(@Nullable HttpConfig own, @Nullable HttpConfig usual) throws ConfigException {
        HttpUrl base = base(String.valueOf(url));
        HttpConfig known = own == null && usual != null && isAddressOf(usual, base) ? usual : own;
        boolean isOwnAddress = known != null && isAddressOf(known, base);
        try {
            return new MonitorClient(base, transport(base, known, isOwnAddress), PATIENCE);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    List.of((caFile == null ? "http.tls.cert-file: " : "--monitor-ca-file ") + e.getMessage()));
        }
    }

    /**
     * The monitor of a configuration, on this host.
     *
     * @throws UnheardMonitorException when the configuration does not tell how to ask it
     */
    MonitorClient at(HttpConfig own) throws UnheardMonitorException {
        String shown = own.host() + ":" + own.port();
        HttpUrl address = address(own)
                .orElseThrow(() -> new UnheardMonitorException(
                        shown, FailureKind.NO_ADDRESS.label(), "the block http names no address to ask at"));
        try {
            return new MonitorClient(address, transport(address, own, true), GLANCE);
        } catch (IllegalArgumentException e) {
            throw new UnheardMonitorException(
                    shown, FailureKind.TLS.label(), Excerpt.of(String.valueOf(e.getMessage())));
        }
    }

    private HttpTransport transport(HttpUrl base, @Nullable HttpConfig known, boolean isOwnAddress) {
        Authorization authorization = authorization(known == null ? null : known.basicAuth());
        HttpConfig.ServerTls tls = known == null || !isOwnAddress ? null : known.tls();
        if (base.isHttps() && caFile == null && tls != null) {
            return HttpTransport.pinnedTo(tls.certFile(), authorization);
        }
        return new HttpTransport(authorization, new Tls(caFile, null, null, true), call -> EventListener.NONE);
    }

    private Authorization authorization(@Nullable BasicAuth known) {
        if (user != null && passwordFile != null) {
            return Authorization.basic(user, Secret.inFile(passwordFile));
        }
        return known == null ? Authorization.NONE : Authorization.basic(known.username(), known.password());
    }

    private static HttpUrl base(String text) throws ConfigException {
        HttpUrl base = HttpUrl.parse(text);
        if (base == null
                || !base.username().isEmpty()
                || !base.password().isEmpty()
                || base.query() != null
                || base.fragment() != null) {
            throw new ConfigException(List.of("--monitor: is not the address of a monitor. Allowed: http://host:port"
                    + " or https://host:port, without a user or a query. Example: --monitor http://127.0.0.1:9933"));
        }
        return base;
    }

    /** Empty where the port is left to the system, or the host is a name that no address can hold. */
    private static Optional<HttpUrl> address(HttpConfig own) {
        boolean anyAddress = own.host().matches("[0:.\\[\\]]+");
        try {
            return Optional.of(new HttpUrl.Builder()
                    .scheme(own.tls() == null ? "http" : "https")
                    .host(anyAddress ? "127.0.0.1" : own.host())
                    .port(own.port())
                    .build());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isAddressOf(HttpConfig own, HttpUrl base) {
        return address(own)
                .filter(address -> address.port() == base.port()
                        && (address.host().equals(base.host())
                                || (THIS_HOST.contains(address.host()) && THIS_HOST.contains(base.host()))))
                .isPresent();
    }
}
