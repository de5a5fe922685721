package io.greenlang.patroni.monitor.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotsTest {
    private static final Kept KEPT = new Kept("what was seen", Instant.parse("2026-11-28T10:00:00.123456789Z"), null);

    @TempDir
    private Path folder;

    private StateDirectory directory;
    private Snapshots snapshots;

    /** As the domain's: values, times, and what is not known. */
    record Kept(String text, Instant at, @Nullable Integer unknown) {}

    @BeforeEach
    void open() throws IOException {
        directory = StateDirectory.open(folder.resolve("state"));
        snapshots = new Snapshots(directory);
    }

    @AfterEach
    void close() throws IOException {
        directory.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "a/b", "..", "über*alles", "CON", "shop.new", "with space"})
    void readsBackWhatItWrote(String cluster) throws IOException {
        snapshots.write(cluster, KEPT);

        assertThat(read(cluster)).contains(KEPT);
        try (Stream<Path> files = Files.list(directory.path().resolve("clusters"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void readsBackAVeryLongName() throws IOException {
        String name = "ä".repeat(2000);
        snapshots.write(name, KEPT);

        assertThat(read(name)).contains(KEPT);
    }

    @Test
    void knowsNothingOfAClusterThatWasNeverKept() {
        assertThat(read("shop")).isEmpty();
    }

    @Test
    void replacesWhatWasThere() throws IOException {
        snapshots.write("shop", new Kept("before", Instant.EPOCH, 1));
        snapshots.write("shop", KEPT);

        assertThat(read("shop")).contains(KEPT);
    }

    @Test
    void forgetsClustersThatNobodyWatchesAnyMore() throws IOException {
        snapshots.write("shop", KEPT);
        snapshots.write("bar", KEPT);
        Instant written = Files.getLastModifiedTime(file()).toInstant();
        Files.setLastModifiedTime(file(), FileTime.from(written.minus(Duration.ofDays(91))));

        snapshots.forget(written.minus(Duration.ofDays(90)));

        assertThat(read("shop")).isEmpty();
        assertThat(read("bar")).contains(KEPT);
    }

    @Test
    void isForTheDaemonsUserAlone() throws IOException {
        snapshots.write("shop", KEPT);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @MethodSource
    void setsADamagedFileAside(String how, UnaryOperator<String> damage) throws IOException {
        snapshots.write("shop", KEPT);
        String damaged = damage.apply(Files.readString(file()));
        Files.writeString(file(), damaged);

        assertThat(read("shop")).as(how).isEmpty();
        assertThat(file()).doesNotExist();
        assertThat(file().resolveSibling("cluster-shop.json.unusable")).hasContent(damaged);

        snapshots.write("shop", KEPT);
        assertThat(read("shop")).as("afterwards").contains(KEPT);
    }

    static Stream<Arguments> setsADamagedFileAside() {
        return Stream.of(
                damage("empty", text -> ""),
                damage("cut in the middle", text -> text.substring(0, text.length() / 2)),
                damage("its last character is missing", text -> text.substring(0, text.length() - 1)),
                damage("zeros", text -> "\0".repeat(text.length())),
                damage("garbage", text -> "}{" + text.substring(2)),
                damage("another version", text -> text.replace("\"version\":1", "\"version\":2")),
                damage("no version", text -> text.replace("\"version\":1", "\"version\":null")),
                damage("another cluster's", text -> text.replace("\"shop\"", "\"bar\"")),
                damage("no content", text -> text.replaceAll("\"kept\".*", "\"kept\":null}")),
                damage("a time that is none", text -> text.replaceAll("2026-11-28T", "yesterday ")),
                damage("what can't be made use of", text -> text.replace("\"what was seen\"", "null")),
                damage("a list", text -> "[]"),
                damage("nested too deeply", text -> "[".repeat(100_000)));
    }

    @Test
    void setsAsideWhatIsCutAnywhere() throws IOException {
        snapshots.write("shop", KEPT);
        byte[] whole = Files.readAllBytes(file());
        for (int cut = 0; cut < whole.length; cut++) {
            Files.write(file(), Arrays.copyOf(whole, cut));

            assertThat(read("shop")).as("cut at " + cut).isEmpty();
            assertThat(file()).doesNotExist();
        }
        Files.write(file(), whole);
        assertThat(read("shop")).contains(KEPT);
    }

    @Test
    void setsAsideWhatIsTooLarge() throws IOException {
        snapshots.write("shop", KEPT);
        Files.write(file(), new byte[(int) Snapshots.LARGEST + 1]);

        assertThat(read("shop")).isEmpty();
        assertThat(file()).doesNotExist();
    }

    @Test
    void leavesNoHalfFileWhenItCantBeWritten() throws IOException {
        snapshots.write("shop", KEPT);
        Files.createDirectory(file().resolveSibling("cluster-shop.json.new"));
        Files.createFile(file().resolveSibling("cluster-shop.json.new").resolve("in the way"));

        assertThatThrownBy(() -> snapshots.write("shop", new Kept("later", Instant.EPOCH, 1)))
                .isInstanceOf(IOException.class);
        assertThat(read("shop")).contains(KEPT);
    }

    @Test
    void isOneDaemonsAtATime() throws IOException {
        assertThatThrownBy(() -> StateDirectory.open(directory.path()))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "state.directory = " + directory.path() + " can't be used: another patroni-monitor uses it");

        directory.close();
        directory = StateDirectory.open(directory.path());
    }

    @Test
    void saysWhyItCantBeUsed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> StateDirectory.open(file.resolve("state")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("state.directory = " + file.resolve("state") + " can't be used: ");
    }

    private Path file() {
        return directory.path().resolve("clusters").resolve("cluster-shop.json");
    }

    private Optional<Kept> read(String cluster) {
        return snapshots.read(cluster, Kept.class, kept -> {
            if (kept.text() == null) {
                throw new IllegalArgumentException("no text");
            }
            return kept;
        });
    }

    private static Arguments damage(String how, UnaryOperator<String> damage) {
        return Arguments.of(how, damage);
    }
}
