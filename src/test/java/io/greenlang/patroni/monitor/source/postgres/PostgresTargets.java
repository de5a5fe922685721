package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.fuzz.FuzzTarget;
import io.greenlang.patroni.monitor.time.HostClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLDataException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What a server answers to our own statements, which need not be a PostgreSQL in good health. */
public final class PostgresTargets {
    private static final Instant NOW = Instant.parse("2025-11-22T20:32:52Z");
    private static final FactsJson.Most MOST = new FactsJson.Most(50, 100);

    private PostgresTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                FuzzTarget.ofText(
                        "facts", SQLDataException.class, List.of(FactsJsonTest.PRIMARY), PostgresTargets::facts),
                FuzzTarget.ofText(
                        "housekeeping",
                        SQLDataException.class,
                        List.of(HousekeepingQueryTest.ANSWER),
                        HousekeepingQuery::parse),
                FuzzTarget.ofText("pgbackrest", SQLDataException.class, backups(), BackupInfoParser::parse),
                FuzzTarget.ofText(
                        "archive-command",
                        FuzzTarget.NONE,
                        List.of(
                                "pgbackrest --stanza=shop archive-push %p",
                                "pgbackrest --stanza \"shop\" archive-push"),
                        command -> BackupQuery.archiving(true, command)));
    }

    private static void facts(String json) throws SQLDataException {
        HostClock clock = new HostClock();
        FactsJson.parse(json, MOST, now -> clock.learn(now, Duration.ZERO, NOW, NOW.plusMillis(5)));
    }

    private static List<String> backups() {
        Stream<String> printed = Stream.of("backups", "missing-data", "two-repositories", "unreadable")
                .map(PostgresTargets::printed);
        return Stream.concat(Stream.of(BackupInfoParserTest.OLD, BackupInfoParserTest.NEW), printed)
                .toList();
    }

    private static String printed(String file) {
        try (InputStream stream = PostgresTargets.class.getResourceAsStream("/pgbackrest/" + file + ".json")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
