package io.greenlang.patroni.monitor.net;

import io.greenlang.patroni.monitor.model.FailureKind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import okhttp3.Interceptor;
import okhttp3.Response;

/** What an exception of the HTTP client says about the node. Each kind asks the operator to look elsewhere. */
final class TransportFailure {
    private TransportFailure() {}

    static UnusableAnswerException beforeTheBody(IOException e, boolean cancelled, Duration timeout) {
        if (root(e) instanceof Overhead.Excess excess) {
            return tooLarge(excess);
        }
        if (e instanceof InterruptedIOException || cancelled) {
            return outOfTime(e, timeout);
        }
        if (e instanceof ReplyLostException lost && e.getCause() instanceof IOException cause) {
            return beforeTheReply(cause, lost.isEncrypted());
        }
        return whileConnecting(e);
    }

    static UnusableAnswerException withinTheBody(IOException e, boolean cancelled, Duration timeout) {
        if (root(e) instanceof Overhead.Excess excess) {
            return tooLarge(excess);
        }
        if (e instanceof InterruptedIOException || cancelled) {
            return outOfTime(e, timeout);
        }
        return failure(FailureKind.CUT, "the connection ended within the answer", e);
    }

    private static UnusableAnswerException tooLarge(Overhead.Excess excess) {
        return new UnusableAnswerException(FailureKind.TOO_LARGE, String.valueOf(excess.getMessage()));
    }

    private static UnusableAnswerException outOfTime(IOException e, Duration timeout) {
        boolean timedOut = e instanceof InterruptedIOException && "timeout".equals(e.getMessage());
        return new UnusableAnswerException(
                FailureKind.TIMEOUT,
                timedOut ? "no complete answer within " + timeout.toMillis() + " ms" : "given up by the monitor");
    }

    private static UnusableAnswerException whileConnecting(IOException e) {
        if (e instanceof UnknownHostException) {
            return new UnusableAnswerException(FailureKind.DNS, "the host name has no address");
        }
        if (e instanceof SSLException) {
            return failure(FailureKind.TLS, "TLS failed", e);
        }
        String reason = rootMessage(e);
        if (e instanceof ConnectException && reason.startsWith("Connection refused")) {
            return new UnusableAnswerException(FailureKind.REFUSED, "connection refused");
        }
        if (e instanceof ConnectException && reason.startsWith("Connection timed out")) {
            return new UnusableAnswerException(FailureKind.TIMEOUT, "the host does not answer");
        }
        return failure(FailureKind.UNREACHABLE, "no connection", e);
    }

    /**
     * In TLS 1.3 a server refuses a client's certificate only after the client took the handshake for finished, and its
     * alert may be overtaken by the reset of the connection.
     */
    private static UnusableAnswerException beforeTheReply(IOException e, boolean encrypted) {
        if (e instanceof SSLException || (encrypted && e instanceof SocketException)) {
            return failure(FailureKind.TLS, "TLS failed", e);
        }
        if (e instanceof ProtocolException) {
            return new UnusableAnswerException(FailureKind.BAD_ANSWER, "no HTTP"); // the message quotes what came
        }
        if (hadBegun(e)) {
            return new UnusableAnswerException(FailureKind.CUT, "the connection ended within the headers");
        }
        return new UnusableAnswerException(FailureKind.EMPTY_REPLY, "accepted, then closed without an answer");
    }

    /** Only Okio's message tells how much of a header line had arrived. */
    private static boolean hadBegun(IOException e) {
        return e.getCause() instanceof EOFException eof
                && !String.valueOf(eof.getMessage()).contains("limit=0 ");
    }

    private static UnusableAnswerException failure(FailureKind kind, String what, IOException e) {
        return new UnusableAnswerException(kind, what + ": " + Excerpt.of(rootMessage(e)));
    }

    private static String rootMessage(Throwable e) {
        Throwable root = root(e);
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** The connection stood, and no complete HTTP header came back. */
    static final class ReplyLostException extends IOException {
        private final boolean encrypted;

        ReplyLostException(IOException cause, boolean encrypted) {
            super(cause);
            this.encrypted = encrypted;
        }

        boolean isEncrypted() {
            return encrypted;
        }

        /**
         * Marks what fails from here on as failing on an established connection, and takes away {@code Retry-After: 0}, upon
         * which OkHttp would ask again by itself.
         */
        static Response exchange(Interceptor.Chain chain) throws IOException {
            try {
                return chain.proceed(chain.request())
                        .newBuilder()
                        .removeHeader("Retry-After")
                        .build();
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                throw new ReplyLostException(e, chain.request().isHttps());
            }
        }
    }
}
