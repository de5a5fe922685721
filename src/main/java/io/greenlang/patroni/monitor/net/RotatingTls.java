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

    @GuardedBy("this") private final WatchedFiles files;

    @GuardedBy("this") private TlsMaterial current;

    /** Said last; empty when all was well since. */
    @GuardedBy("this") private String complaint = "";

    /** @throws IllegalArgumentException when a file can't be read or used; the message names the file */
    RotatingTls(Tls config) {
        this.config = config;
        this.files = new WatchedFiles(config.caFile(), config.certFile(), config.keyFile());
        this.current = TlsMaterial.read(config);
    }

    void applyTo(OkHttpClient.Builder client) {
        now().applyTo(client, this);
    }

    private synchronized TlsMaterial now() {
        if (files.haveChanged()) {
            try {
                current = TlsMaterial.read(config);
                complaint = "";
                logger.info("Changed certificates are in use: {}", words());
            } catch (IllegalArgumentException e) {
                files.lookAgain();
                complain(String.valueOf(e.getMessage()));
            }
        }
        return current;
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

    private SSLSocketFactory factory() {
        return now().certificates().sslSocketFactory();
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
