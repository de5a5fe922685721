package io.greenlang.patroni.monitor.source.postgres;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerMessagesTest {
    private static final int MOST_BYTES = 1_000_000;
    private static final int HUGE = 0x7ffffff0;

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    @Test
    void handsOnWhatPostgresqlSays() throws IOException {
        message('R', "\0\0\0\nSCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0");
        message('S', "server_version\00015.4\0");
        message('K', "\0\0\0\001\0\0\0\002");
        message('Z', "I");
        message('1', "");
        message('2', "");
        message('T', "\0\001facts\0" + "\0".repeat(18));
        message('D', "\0\003\0\0\0\002ab" + minusOne() + "\0\0\0\0");
        message('C', "SELECT 1\0");
        message('N', "SNOTICE\0Mhi\0\0");

        assertThat(read(MOST_BYTES)).isEqualTo(sent.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"E", "N", "R", "S", "A", "T", "C", "K", "v", "d", "G", "V", "x", "1", "Z"})
    void refusesAMessageThatIsTooLong(String type) throws IOException {
        head(type.charAt(0), HUGE);
        sent.write(new byte[100]);

        refused();
    }

    /** The driver would read the row that is hidden there. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "Z", "S", "A", "T", "t", "C", "R"})
    void refusesAMessageThatHidesAnother(String type) throws IOException {
        String own = type.equals("A") ? "\0\0\0\001a\0b\0" : type.equals("R") ? "\0\0\0\na\0\0" : "\0\0";
        message(type.charAt(0), own + "D\0\0\0\016\0\001\u007f\u007f\u007f\u007f" + "more".repeat(9));

        refused();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0\001\u007f\u007f\u007f\u007f",
                "\0\002\0\0\0\0",
                "\0\0D",
                "\0\001\0\0\0\001ab",
                "\0\001\0\0\0\002a",
                "",
                "\0"
            })
    void refusesARowThatItsValuesDoNotFill(String content) throws IOException {
        message('D', content);

        refused();
    }

    @Test
    void refusesValuesOfNegativeLength() throws IOException {
        head('D', 10);
        sent.write(new byte[] {0, 1, (byte) 0x80, 0, 0, 1});

        refused();
    }

    @Test
    void refusesMoreOfThemThanAnyAnswerHas() throws IOException {
        for (int i = 0; i < 2_001; i++) {
            message('N', "\0");
        }
        refused();
    }

    @Test
    void refusesMoreRowsThanAnyAnswerHas() throws IOException {
        for (int i = 0; i < 50_001; i++) {
            message('D', "\0\0");
        }
        refused();
    }

    @Test
    void refusesMoreBytesThanAreTakenIn() throws IOException {
        for (int i = 0; i < 1_400; i++) {
            message('E', "x".repeat(1_000));
        }
        refused();
    }

    @Test
    void countsEachAnswerByItself() throws IOException {
        for (int i = 0; i < 1_500; i++) {
            message('N', "\0");
        }
        byte[] half = sent.toByteArray();
        ServerMessages messages = new ServerMessages(new ByteArrayInputStream(twice(half)), MOST_BYTES);
        try (OutputStream client =
                new ClientMessages(OutputStream.nullOutputStream(), messages, new Wire(1_000, false))) {
            assertThat(messages.readNBytes(half.length)).hasSize(half.length);
            client.write("question".getBytes(UTF_8));
            assertThat(messages.readAllBytes()).hasSize(half.length);
        }
    }

    /** The driver keeps them as long as the connection. */
    @Test
    void countsSettingsInAllAnswers() throws IOException {
        for (int i = 0; i < 60; i++) {
            message('S', "name" + i + "\0value\0");
        }
        byte[] half = sent.toByteArray();
        ServerMessages messages = new ServerMessages(new ByteArrayInputStream(twice(half)), MOST_BYTES);
        assertThat(messages.readNBytes(half.length)).hasSize(half.length);
        messages.asked();
        assertThatThrownBy(messages::readAllBytes).isInstanceOf(MessageShape.Excess.class);
    }

    @Test
    void refusesWhatTheMonitorNeverAskedFor() throws IOException {
        message('A', "\0\0\0\001channel\0payload\0");

        refused();
    }

    @ParameterizedTest
    @ValueSource(strings = {"N", "G"})
    void readsOneByteWhenEncryptionIsRefused(String answer) throws IOException {
        sent.write(answer.charAt(0));
        message('Z', "I");

        assertThat(readEncrypted()).isEqualTo(sent.toByteArray());
    }

    @Test
    void leavesWhatIsEncryptedAlone() throws IOException {
        sent.write('S');
        sent.write(new byte[] {22, 3, 3, 127, 127, 127, 127});

        assertThat(readEncrypted()).isEqualTo(sent.toByteArray());
    }

    @Test
    void takesAnErrorForAnAnswerAboutEncryption() throws IOException {
        message('E', "SFATAL\0\0");

        assertThat(readEncrypted()).isEqualTo(sent.toByteArray());
    }

    private byte[] readEncrypted() throws IOException {
        ServerMessages messages = new ServerMessages(new ByteArrayInputStream(sent.toByteArray()), MOST_BYTES);
        try (OutputStream client =
                new ClientMessages(OutputStream.nullOutputStream(), messages, new Wire(1_000, false))) {
            client.write(new byte[] {0, 0, 0, 8, 4, (byte) 0xd2, 0x16, 0x2f});
            return messages.readAllBytes();
        }
    }

    private void refused() {
        assertThatThrownBy(() -> read(MOST_BYTES)).isInstanceOf(MessageShape.Excess.class);
    }

    private byte[] read(int mostBytes) throws IOException {
        try (InputStream messages = new ServerMessages(new ByteArrayInputStream(sent.toByteArray()), mostBytes)) {
            return messages.readAllBytes();
        }
    }

    private void message(char type, String content) throws IOException {
        byte[] bytes = content.getBytes(ISO_8859_1);
        head(type, bytes.length + 4);
        sent.write(bytes);
    }

    private void head(char type, int length) throws IOException {
        DataOutputStream out = new DataOutputStream(sent);
        out.write(type);
        out.writeInt(length);
    }

    private static String minusOne() {
        return "\u00ff\u00ff\u00ff\u00ff";
    }

    private static byte[] twice(byte[] once) {
        byte[] both = Arrays.copyOf(once, 2 * once.length);
        System.arraycopy(once, 0, both, once.length, once.length);
        return both;
    }
}
