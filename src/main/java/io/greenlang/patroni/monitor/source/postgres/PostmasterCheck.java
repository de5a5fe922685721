package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.source.postgres.PostgresClient.Target;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Whether a server still takes new connections. A frozen postmaster does not, while the sessions that it had started answer
 * on, and the kernel still accepts for it. A login would tell, at the price of a password hash of 4,096 rounds; here the
 * server is asked whether it would encrypt by GSSAPI, which every PostgreSQL since 12 answers before it asks who is there,
 * and which leaves no complaint in its log when nothing follows (as a TLS request does where TLS is on).
 *
 * <p>Safe for concurrent use. Interruptible.
 */
final class PostmasterCheck {
    /** A length of 8 bytes, and the code of a GSSENCRequest: PostgreSQL's documentation, "Message Formats". */
    private static final byte[] GSSENC_REQUEST = {0, 0, 0, 8, 0x04, (byte) 0xd2, 0x16, 0x30};

    private final Target target;
    private final Duration every;
    private final InstantSource clock;
    /** Two threads may ask at once, which costs no more than a second look. */
    private volatile Instant passedAt = Instant.MIN;

    PostmasterCheck(Target target, Duration every, InstantSource clock) {
        this.target = target;
        this.every = every;
        this.clock = clock;
    }

    /** A login was answered, which proves as much. */
    void passed() {
        passedAt = clock.instant();
    }

    /** Asks when it is time to, and again at every call until it is answered. */
    void passIfDue(Deadline deadline) throws SQLException {
        Duration age = Duration.between(passedAt, clock.instant());
        if (age.isNegative() || age.compareTo(every) >= 0) {
            ask(deadline);
            passed();
        }
    }

    private void ask(Deadline deadline) throws SQLException {
        // a channel's socket, because a plain one can't be interrupted
        try (SocketChannel channel = SocketChannel.open()) {
            Socket socket = channel.socket();
            socket.connect(new InetSocketAddress(target.host(), target.port()), deadline.millisLeft());
            socket.getOutputStream().write(GSSENC_REQUEST);
            socket.setSoTimeout(deadline.millisLeft());
            if (socket.getInputStream().read() < 0) {
                throw new EOFException("closed without an answer");
            }
        } catch (IOException e) {
            throw new SQLNonTransientConnectionException("no new connection is taken", "08001", e);
        }
    }
}
