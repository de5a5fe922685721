package io.greenlang.patroni.monitor.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void keepsOneLine() {
        assertThat(Excerpt.of("a\r\n\tb\u2028c\u0085d")).isEqualTo("a b c d");
    }

    @Test
    void dropsWhatReordersOrHidesText() {
        assertThat(Excerpt.of("x\u202egnp.exe\u200b\ud800!")).isEqualTo("x gnp.exe !");
    }

    @Test
    void keepsLettersOfAllScripts() {
        assertThat(Excerpt.of("Datenbank läuft, 数据库 \ud83d\udc18")).isEqualTo("Datenbank läuft, 数据库 \ud83d\udc18");
    }

    @Test
    void isShort() {
        assertThat(Excerpt.of("x".repeat(161))).isEqualTo("x".repeat(160) + "…");
        assertThat(Excerpt.of("x".repeat(160))).isEqualTo("x".repeat(160));
    }
}
