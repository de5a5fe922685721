package io.greenlang.patroni.monitor.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.source.postgres.ClientMessages.StartupMessage;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StartupMessageTest {
    private static final int PROTOCOL = 196_608;

    @Test
    void leavesOutTheOneParameterThatPoolersRefuse() {
        byte[] asked = message("user\0joe\0extra_float_digits\0003\0client_encoding\0UTF8\0\0");
        byte[] framed = ByteBuffer.allocate(asked.length + 5)
                .put(new byte[5])
                .put(asked)
                .array();

        assertThat(StartupMessage.is(framed, 5, asked.length)).isTrue();
        assertThat(StartupMessage.forPooler(framed, 5, asked.length))
                .isEqualTo(message("user\0joe\0client_encoding\0UTF8\0\0"));
    }

    @Test
    void leavesTheValuesOfOthersAlone() {
        byte[] asked = message("user\0extra_float_digits\0database\0d\0\0");

        assertThat(StartupMessage.forPooler(asked, 0, asked.length)).isEqualTo(asked);
    }

    @Test
    void takesNothingElseForAStart() {
        byte[] asked = message("user\0joe\0\0");

        assertThat(StartupMessage.is(asked, 0, asked.length - 1)).isFalse();
        assertThat(StartupMessage.is(new byte[] {0, 0, 0, 8, 4, (byte) 210, 22, 47}, 0, 8))
                .isFalse();
        assertThat(StartupMessage.is(new byte[] {'Q', 0, 0, 0, 5, 0, 0, 0, 0, 0}, 0, 10))
                .isFalse();
    }

    @Test
    void neverReadsPastTheEnd() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] odd = new byte[9 + random.nextInt(40)];
            random.nextBytes(odd);
            for (int at = 8; at < odd.length; at++) {
                odd[at] = (byte) (odd[at] & 3);
            }
            byte[] cut = StartupMessage.forPooler(odd, 0, odd.length);
            assertThat(RowLengths.int4(cut, 0)).isEqualTo(cut.length);
        }
    }

    private static byte[] message(String parameters) {
        byte[] body = parameters.getBytes(UTF_8);
        return ByteBuffer.allocate(8 + body.length)
                .putInt(8 + body.length)
                .putInt(PROTOCOL)
                .put(body)
                .array();
    }
}
