package io.greenlang.patroni.monitor.source.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Properties;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives the driver no further socket for an attempt that was given up. With {@code sslmode=prefer} a server that stays silent
 * would get a second one otherwise, without TLS and after the deadline. What a server answers is checked. Public because the
 * driver makes it, by name.
 *
 * <p>The driver's connecting thread is interrupted when its caller stops waiting.
 */
public final class AttemptSockets extends SocketFactory {
    private final Wire wire;

    /** @param driver the properties of the connection */
    public AttemptSockets(Properties driver) {
        this.wire = Wire.of(driver);
    }

    @Override
    public Socket createSocket() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("the attempt was given up");
        }
        return new CheckedSocket(wire);
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connectsItself();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw connectsItself();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connectsItself();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw connectsItself();
    }

    private static UnsupportedOperationException connectsItself() {
        return new UnsupportedOperationException("the driver connects its sockets itself, with its own timeout");
    }

    /** A socket of the driver whose answers are {@link ServerMessages}, until both sides go over to TLS. */
    private static final class CheckedSocket extends Socket {
        private final Wire wire;
        private @Nullable ServerMessages in;

        CheckedSocket(Wire wire) {
            this.wire = wire;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return messages();
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new ClientMessages(super.getOutputStream(), messages(), wire);
        }

        private synchronized ServerMessages messages() throws IOException {
            ServerMessages messages = in;
            if (messages == null) {
                messages = new ServerMessages(super.getInputStream(), wire.mostBytes());
                in = messages;
            }
            return messages;
        }
    }
}
