package io.greenlang.patroni.monitor.net;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.greenlang.patroni.monitor.config.ClusterConfig.Tls;
import io.greenlang.patroni.monitor.config.WatchedFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link TlsMaterial} that follows its files: every new connection has what they hold now. While they can't be used, as in the
 * middle of a rotation, it stays what it was. Safe for concurrent use.
 */
final class RotatingTls extends SSLSocketFactory {
    private static final Logger logger = LoggerFactory.getLogger(RotatingTls.class);

    private final Tls config;
    private final PeerCertificates peers;
    private final TlsMaterial first;

    @GuardedBy("this") private final WatchedFiles files;

    @GuardedBy("this") private SSLSocketFactory sockets;

    /** Said last; empty when all was well since. */
    @GuardedBy("this") private String complaint = "";

    /**
     * @param peers hears of the certificates that servers show
     * @throws IllegalArgumentException when a file can't be read or used; the message names the file
     */
    RotatingTls(Tls config, PeerCertificates peers) {
        this.config = config;
        this.peers = peers;
        this.files = new WatchedFiles(config.caFile(), config.certFile(), config.keyFile());
        this.first = TlsMaterial.read(config);
        this.sockets = first.sockets(peers);
    }

    void applyTo(OkHttpClient.Builder client) {
        first.applyTo(client, this);
    }

    private synchronized SSLSocketFactory factory() {
        if (files.haveChanged()) {
            try {
                sockets = TlsMaterial.read(config).sockets(peers);
                complaint = "";
                logger.info("Changed certificates are in use: {}", words());
            } catch (IllegalArgumentException e) {
                files.lookAgain();
                complain(String.valueOf(e.getMessage()));
            }
        }
        return sockets;
    }

    @GuardedBy("this") private void complain(String problem) {
        if (!problem.equals(complaint)) {
            complaint = problem;
            logger.warn("Changed certificates can't be used, the ones before stay in use: {}", problem);
        }
    }

    private String words() {
        return "ca-file %s, cert-file %s".formatted(config.caFile(), config.certFile());
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return factory().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return factory().getSupportedCipherSuites();
    }

    /** The way that OkHttp goes. */
    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return factory().createSocket(socket, host, port, autoClose);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return factory().createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return factory().createSocket(host, port, localHost, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return factory().createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return factory().createSocket(address, port, localAddress, localPort);
    }
}
