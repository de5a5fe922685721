package io.greenlang.patroni.monitor.net;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * The client for {@code http}, and the one for {@code https}, which is made when it is first wanted: to read whom the JDK trusts
 * takes a tenth of a second. Safe for concurrent use.
 */
final class SchemeClients implements AutoCloseable {
    private final OkHttpClient plain;
    private final Consumer<OkHttpClient.Builder> tls;

    @GuardedBy("this") private @Nullable OkHttpClient secured;

    /**
     * @param tls says whom the client for {@code https} trusts, and what it shows
     * @param events hears of every call
     */
    SchemeClients(Consumer<OkHttpClient.Builder> tls, PeerCertificates peers, EventListener.Factory events) {
        this.tls = tls;
        this.plain = new OkHttpClient.Builder()
                .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .fastFallback(false)
                // the call's own timeout bounds all of these together
                .connectTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .addInterceptor(Overhead::limited)
                .addInterceptor(peers::call)
                .addNetworkInterceptor(peers::connected)
                .addNetworkInterceptor(TransportFailure.ReplyLostException::exchange)
                .eventListenerFactory(events)
                .build();
    }

    /**
     * Follows the files that are named, which are read at once.
     *
     * @throws IllegalArgumentException when a PEM file can't be used; the message names it
     */
    static Consumer<OkHttpClient.Builder> rotating(Tls tls, PeerCertificates peers) {
        return tls.namesFiles()
                ? new RotatingTls(tls, peers)::applyTo
                : client -> new RotatingTls(tls, peers).applyTo(client);
    }

    OkHttpClient of(HttpUrl url) {
        return url.isHttps() ? secured() : plain;
    }

    private synchronized OkHttpClient secured() {
        if (secured == null) {
            OkHttpClient.Builder client = plain.newBuilder().connectionSpecs(List.of(ConnectionSpec.MODERN_TLS));
            tls.accept(client);
            secured = client.build();
        }
        return secured;
    }

    /** Ends the calls in flight of both, which have one dispatcher and one pool. */
    @Override
    public void close() {
        plain.dispatcher().cancelAll();
        plain.connectionPool().evictAll();
    }
}
