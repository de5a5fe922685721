package io.greenlang.patroni.monitor.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.TransportFailure.ReplyLostException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a loopback network can't do by itself. */
class TransportFailureTest {
    @Test
    void aHostThatNeverAnswersTheKernelIsATimeout() {
        assertThat(kind(connecting("Connection timed out"))).isEqualTo(FailureKind.TIMEOUT);
    }

    @Test
    void aNetworkThatIsDownIsUnreachable() {
        assertThat(kind(connecting("Network is unreachable"))).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(kind(new NoRouteToHostException("No route to host"))).isEqualTo(FailureKind.UNREACHABLE);
    }

    @Test
    void aResetWhileConnectingIsUnreachable() {
        assertThat(kind(new SocketException("Connection reset"))).isEqualTo(FailureKind.UNREACHABLE);
    }

    @Test
    void aResetInsteadOfAnAnswerIsAnEmptyReplyInTheClearAndAFailedHandshakeOverTls() {
        SocketException reset = new SocketException("Connection reset");

        assertThat(kind(new ReplyLostException(reset, false))).isEqualTo(FailureKind.EMPTY_REPLY);
        assertThat(kind(new ReplyLostException(reset, true))).isEqualTo(FailureKind.TLS);
    }

    @Test
    void theDetailIsOneLineEvenWhenTheExceptionSaysNothing() {
        assertThat(TransportFailure.beforeTheBody(new SocketException(), false, Duration.ofSeconds(1))
                        .detail())
                .isEqualTo("no connection: SocketException");
    }

    private static ConnectException connecting(String reason) {
        ConnectException e = new ConnectException("Failed to connect to /192.0.2.1:8008");
        e.initCause(new ConnectException(reason));
        return e;
    }

    private static FailureKind kind(IOException e) {
        return TransportFailure.beforeTheBody(e, false, Duration.ofSeconds(1)).kind();
    }
}
