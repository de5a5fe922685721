package io.greenlang.patroni.monitor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PgBackRestTest {
    @TempDir
    private Path folder;

    @Test
    void putsARepositoryBackThoughWalWasArchivedMeanwhile() throws IOException {
        PgBackRest backRest = new PgBackRest(folder, Account.owning(folder));
        Files.writeString(Files.createDirectories(backRest.repository()).resolve("backup.info"), "kept");

        for (int i = 0; i < 2; i++) {
            backRest.takeAway();
            assertThat(backRest.repository()).doesNotExist();
            Files.writeString(Files.createDirectories(backRest.repository()).resolve("wal"), "made anew");
            backRest.putBack();
        }

        assertThat(backRest.repository().resolve("backup.info")).hasContent("kept");
        assertThat(backRest.repository().resolve("wal")).doesNotExist();
    }
}
