package io.greenlang.patroni.monitor.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.greenlang.patroni.monitor.model.BackupInfo.Backup;
import io.greenlang.patroni.monitor.model.BackupInfo.Database;
import io.greenlang.patroni.monitor.model.BackupInfo.Listing;
import io.greenlang.patroni.monitor.model.BackupInfo.Origin;
import io.greenlang.patroni.monitor.model.BackupInfo.Repository;
import io.greenlang.patroni.monitor.model.BackupInfo.Stanza;
import io.greenlang.patroni.monitor.model.BackupInfo.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLDataException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files are what pgBackRest 2.45 printed; what older and newer ones print is shaped after their documentation. */
class BackupInfoParserTest {
    private static final String SYSTEM = "7711648244475052887";

    static final String OLD = """
            [{"archive": [{"database": {"id": 1}, "id": "12-1", "max": null, "min": null}],
              "backup": [{"database": {"id": 1}, "info": {"delta": 1, "repository": {"delta": 1, "size": 1}, "size": 26},
                          "label": "20200101-010203F", "prior": null, "reference": null,
                          "timestamp": {"start": 1577840523, "stop": 1577840533}, "type": "full"}],
              "db": [{"id": 1, "system-id": 18446744073709551615, "version": "12"}],
              "name": "old", "status": {"code": 0, "message": "ok"}}]
            """;

    static final String NEW = """
            [{"archive": [], "backup": [], "cipher": "none", "db": [], "name": "new", "format": 6,
              "repo": [{"cipher": "none", "key": 3, "status": {"code": 0, "message": "ok"}, "lag": 7}],
              "status": {"code": 0, "message": "ok", "lock": {"restore": {"held": false},
                         "backup": {"held": true, "size": 4000000000, "size-cplt": 1000000000}}}}]
            """;

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, -1, 1L << 40})
    void refusesATimeThatNoClockShows(long start) {
        String json = OLD.replace("1577840523", Long.toString(start));

        assertThatThrownBy(() -> BackupInfoParser.parse(json)).isInstanceOf(SQLDataException.class);
    }

    @Test
    void readsBackups() throws Exception {
        Stanza stanza = stanza("backups");

        assertThat(stanza.name()).isEqualTo("greenlang");
        assertThat(stanza.status()).isEqualTo(new Status(0, "ok"));
        assertThat(stanza.repositories()).containsExactly(new Repository(1, new Status(0, "ok")));
        assertThat(stanza.databases()).containsExactly(new Database(new Origin(1, 1), SYSTEM));
        assertThat(stanza.locked()).isFalse();
        assertThat(stanza.backups())
                .contains(new Backup(
                        "20261124-081346F_20261124-081350I",
                        "incr",
                        new Origin(1, 1),
                        Instant.ofEpochSecond(1795508030),
                        Instant.ofEpochSecond(1795508032),
                        false,
                        22_992_596));
        assertThat(stanza.backups().get(0).isFull()).isTrue();
        assertThat(stanza.backups().get(0).duration()).isEqualTo(Duration.ofSeconds(3));
        assertThat(stanza.backupsOf(Set.of(SYSTEM))).isEqualTo(stanza.backups());
        assertThat(stanza.backupsOf(Set.of("7100"))).isEmpty();
    }

    @Test
    void tellsRepositoriesApart() throws Exception {
        Stanza stanza = stanza("two-repositories");

        assertThat(stanza.repositories()).extracting(Repository::key).containsExactly(1, 2);
        assertThat(stanza.backups())
                .extracting(backup -> backup.origin().repository())
                .contains(1, 2);
        assertThat(stanza.backupsOf(Set.of(SYSTEM))).hasSameSizeAs(stanza.backups());
    }

    @Test
    void readsWhatARepositorySaysOfItself() throws Exception {
        assertThat(stanza("second-repository-missing").status()).isEqualTo(new Status(4, "different across repos"));
        assertThat(stanza("second-repository-missing").repositories())
                .contains(new Repository(2, new Status(1, "missing stanza path")));
        assertThat(stanza("second-repository-empty").repositories())
                .contains(new Repository(2, new Status(Status.NO_VALID_BACKUPS, "no valid backups")));
        assertThat(stanza("missing-data").status()).isEqualTo(new Status(3, "missing stanza data"));
    }

    @Test
    void makesOneLineOfAMessage() throws Exception {
        Stanza stanza = stanza("unreadable");

        assertThat(stanza.name()).isEqualTo("[invalid]");
        assertThat(stanza.databases()).isEmpty();
        assertThat(stanza.repositories().get(0).status().code()).isEqualTo(Status.OTHER);
        assertThat(stanza.repositories().get(0).status().message())
                .startsWith("[PathOpenError]")
                .endsWith("[13] Permission denied")
                .doesNotContain("\n");
    }

    @Test
    void readsWhatVersionsBeforeRepositoriesPrint() throws SQLDataException {
        Stanza stanza = BackupInfoParser.parse(OLD).stanzas().get(0);

        assertThat(stanza.repositories()).containsExactly(new Repository(1, new Status(0, "ok")));
        assertThat(stanza.databases()).containsExactly(new Database(new Origin(1, 1), "18446744073709551615"));
        assertThat(stanza.backups().get(0).pageErrors()).isNull();
        assertThat(stanza.backups().get(0).origin()).isEqualTo(new Origin(1, 1));
    }

    @Test
    void readsWhatNewerVersionsPrint() throws SQLDataException {
        Stanza stanza = BackupInfoParser.parse(NEW).stanzas().get(0);

        assertThat(stanza.locked()).isTrue();
        assertThat(stanza.repositories()).extracting(Repository::key).containsExactly(3);
    }

    @Test
    void readsNoStanzaAtAll() throws SQLDataException {
        assertThat(BackupInfoParser.parse("[]").stanzas()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WARN: configuration file contains invalid option 'nonsense-option'\n%s",
                "WARN: configuration file contains invalid option 'nonsense-option'\n%s\nP00   INFO: info command end",
                "\n  WARN: configuration file contains invalid\n   option 'nonsense-option'\n%s\n"
            })
    void startsAtTheListAndKeepsWhatComesBefore(String printed) throws SQLDataException {
        Listing listing = BackupInfoParser.parse(printed.formatted(NEW.strip()));

        assertThat(listing)
                .isEqualTo(new Listing(
                        BackupInfoParser.parse(NEW).stanzas(),
                        "WARN: configuration file contains invalid option 'nonsense-option'"));
        assertThat(BackupInfoParser.parse(NEW).note()).isNull();
    }

    @Test
    void saysWhatIsPrintedInsteadOfAList() {
        assertThatThrownBy(() -> BackupInfoParser.parse("ERROR: [027]: no\nHINT: look"))
                .hasMessage("pgBackRest printed no list of stanzas: ERROR: [027]: no HINT: look");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[", "[{}]", "[1]", "[{\"name\": \"a\", \"status\": {\"code\": \"0\"}}]"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> BackupInfoParser.parse(text)).isInstanceOf(SQLDataException.class);
    }

    private static Stanza stanza(String file) throws IOException, SQLDataException {
        try (var stream = BackupInfoParserTest.class.getResourceAsStream("/pgbackrest/" + file + ".json")) {
            String json = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            List<Stanza> stanzas = BackupInfoParser.parse(json).stanzas();
            assertThat(stanzas).hasSize(1);
            return stanzas.get(0);
        }
    }
}
