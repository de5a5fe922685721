package io.greenlang.patroni.monitor.source.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.model.BackupInfo.Backup;
import io.greenlang.patroni.monitor.model.BackupInfo.Database;
import io.greenlang.patroni.monitor.model.BackupInfo.Listing;
import io.greenlang.patroni.monitor.model.BackupInfo.Origin;
import io.greenlang.patroni.monitor.model.BackupInfo.Repository;
import io.greenlang.patroni.monitor.model.BackupInfo.Stanza;
import io.greenlang.patroni.monitor.model.BackupInfo.Status;
import io.greenlang.patroni.monitor.time.Stamps;
import java.sql.SQLDataException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code pgbackrest --output=json info} prints, of any version since 2.0: what a newer one adds is left out, what an
 * older one doesn't say is null, or means its only repository.
 */
final class BackupInfoParser {
    private static final Pattern LIST = Pattern.compile("^\\[", Pattern.MULTILINE);
    private static final int LONGEST_MESSAGE = 300;
    /** Before 2.32 there was one repository, which had no number. */
    private static final int ONLY_REPOSITORY = 1;

    private BackupInfoParser() {}

    /**
     * The list begins with the first line that begins with {@code [}: what its log level has it print goes before and after,
     * and so does a warning about an option that it does not know (2.53 and later).
     *
     * @throws SQLDataException when it isn't what pgBackRest prints
     */
    static Listing parse(String printed) throws SQLDataException {
        Matcher start = LIST.matcher(printed);
        if (!start.find()) {
            String line = oneLine(printed);
            throw new SQLDataException("pgBackRest printed no list of stanzas" + (line.isEmpty() ? "" : ": " + line));
        }
        String note = oneLine(printed.substring(0, start.start()));
        try {
            JsonNode stanzas = JsonObject.MAPPER.readTree(printed.substring(start.start()));
            return new Listing(JsonObject.listOf(stanzas, BackupInfoParser::stanza), note.isEmpty() ? null : note);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new SQLDataException("pgBackRest printed something unexpected", e);
        }
    }

    private static Stanza stanza(JsonObject stanza) {
        Status status = status(stanza.object("status"));
        return new Stanza(
                stanza.text("name"),
                status,
                stanza.node().has("repo")
                        ? stanza.list("repo", BackupInfoParser::repository)
                        : List.of(new Repository(ONLY_REPOSITORY, status)),
                stanza.list("db", BackupInfoParser::database),
                stanza.list("backup", BackupInfoParser::backup),
                stanza.node().at("/status/lock/backup/held").asBoolean());
    }

    private static Repository repository(JsonObject repository) {
        return new Repository(repository.integer("key"), status(repository.object("status")));
    }

    private static Status status(JsonObject status) {
        return new Status(status.integer("code"), oneLine(status.text("message")));
    }

    private static String oneLine(String text) {
        String line =
                text.lines().map(String::strip).filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
    }

    private static Database database(JsonObject database) {
        return new Database(origin(database), database.digits("system-id"));
    }

    private static Backup backup(JsonObject backup) {
        JsonObject timestamp = backup.object("timestamp");
        return new Backup(
                backup.text("label"),
                backup.text("type"),
                origin(backup.object("database")),
                moment(timestamp.number("start")),
                moment(timestamp.number("stop")),
                backup.node().hasNonNull("error") ? Boolean.valueOf(backup.bool("error")) : null,
                backup.object("info").number("size"));
    }

    private static Instant moment(long epochSeconds) {
        boolean exists = epochSeconds >= 0 && epochSeconds <= Instant.MAX.getEpochSecond();
        if (!exists || !Stamps.isPlausible(Instant.ofEpochSecond(epochSeconds))) {
            throw new IllegalArgumentException(epochSeconds + " is no time");
        }
        return Instant.ofEpochSecond(epochSeconds);
    }

    private static Origin origin(JsonObject database) {
        return new Origin(
                database.node().has("repo-key") ? database.integer("repo-key") : ONLY_REPOSITORY,
                database.integer("id"));
    }
}
