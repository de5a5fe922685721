package io.greenlang.patroni.monitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFilesTest {
    @TempDir
    private Path directory;

    /** A file that becomes readable does not change. */
    @Test
    void tellsOfAFileThatCouldNotBeUsedAgain() throws IOException {
        Path file = Files.writeString(directory.resolve("key.pem"), "one");
        WatchedFiles files = new WatchedFiles(file, null);
        assertThat(files.haveChanged()).isFalse();

        files.lookAgain();

        assertThat(files.haveChanged()).isTrue();
        assertThat(files.haveChanged()).isFalse();
    }

    @Test
    void followsADirectoryThatIsSwapped() throws IOException {
        for (String version : new String[] {"v1", "v2"}) {
            Files.writeString(Files.createDirectory(directory.resolve(version)).resolve("key.pem"), version);
        }
        Path data = Files.createSymbolicLink(directory.resolve("data"), Path.of("v1"));
        WatchedFiles files = new WatchedFiles(data.resolve("key.pem"));

        Files.delete(data);
        Files.createSymbolicLink(data, Path.of("v2"));

        assertThat(files.haveChanged()).isTrue();
    }
}
