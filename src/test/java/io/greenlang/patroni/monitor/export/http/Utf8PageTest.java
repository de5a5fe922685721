package io.greenlang.patroni.monitor.export.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8PageTest {
    private final Utf8Page page = new Utf8Page();

    @ParameterizedTest
    @ValueSource(strings = {"", "pg_up 1", "Größe", "数", "a\uD83D\uDC18b", "\uD83D\uDC18\uD83D\uDC18"})
    void encodesWholeTextsAndSingleCharactersAlike(String text) throws IOException {
        page.write(text);
        Utf8Page byCharacter = new Utf8Page();
        for (int i = 0; i < text.length(); i++) {
            byCharacter.append(text.charAt(i));
        }

        assertThat(bytes(page)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThat(bytes(byCharacter)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void writesAQuestionMarkForHalfACharacter() {
        page.write("a\uD83Db\uDC18c");

        assertThat(page).hasToString("a?b?c");
    }

    @Test
    void writesPartsOnly() {
        page.write("0123456789", 2, 3);
        page.write("0123456789".toCharArray(), 7, 2);

        assertThat(page).hasToString("23478");
        assertThat(page.size()).isEqualTo(5);
    }

    @Test
    void growsWithItsText() throws IOException {
        String line = "patroni_cluster_state{cluster=\"ü\"} 1\n".repeat(5_000);
        page.write(line);
        Utf8Page byCharacter = new Utf8Page();
        line.chars().forEach(byCharacter::write);

        assertThat(bytes(byCharacter)).isEqualTo(line.getBytes(StandardCharsets.UTF_8));
        assertThat(bytes(page)).isEqualTo(line.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(Utf8Page page) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        page.writeTo(out);
        return out.toByteArray();
    }
}
