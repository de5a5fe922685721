package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.model.BackupInfo;
import io.greenlang.patroni.monitor.model.BackupInfo.Absent;
import io.greenlang.patroni.monitor.model.BackupInfo.Archiving;
import io.greenlang.patroni.monitor.model.BackupInfo.Refused;
import io.greenlang.patroni.monitor.model.BackupInfo.Reply;
import io.greenlang.patroni.monitor.model.SetUp;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Has the server run pgBackRest through the view of {@code docs/setup.sql}, on the host where it runs itself. */
final class BackupQuery {
    private static final String ARCHIVING = """
            SELECT current_setting('archive_mode') = 'always'
                   OR (current_setting('archive_mode') = 'on' AND NOT pg_is_in_recovery()) AS enabled,
                   current_setting('archive_command') AS command,
                   %s AS may_read
            """.formatted(Privilege.relation("patroni_monitor", "backup"));

    private static final String INFO = "SELECT info FROM patroni_monitor.backup";

    private static final Pattern STANZA = Pattern.compile("--stanza[= ]\\s*[\"']?([^\\s\"']+)");
    /** How PostgreSQL says that the shell found no pgBackRest, where lc_messages is English. */
    private static final Pattern NOT_INSTALLED = Pattern.compile("command not found|exit code 127");

    private static final Absent NO_VIEW =
            new Absent("there is no view patroni_monitor.backup that the role may read; " + SetUp.ADVICE);
    private static final Absent NO_PROGRAM = new Absent("pgBackRest is not installed");

    private final Connection connection;
    private final Deadline deadline;
    private final String address;

    BackupQuery(Connection connection, Deadline deadline, String address) {
        this.connection = connection;
        this.deadline = deadline;
        this.address = address;
    }

    /** @throws SQLException when PostgreSQL itself can't be asked */
    BackupInfo read() throws SQLException {
        Archiving archiving;
        boolean mayRead;
        try (Statement statement = statement();
                ResultSet row = statement.executeQuery(ARCHIVING)) {
            row.next();
            archiving = archiving(row.getBoolean("enabled"), row.getString("command"));
            mayRead = row.getBoolean("may_read");
        }
        return new BackupInfo(archiving, mayRead ? reply() : NO_VIEW);
    }

    /** @param command {@code archive_command} */
    static Archiving archiving(boolean enabled, String command) {
        boolean toPgBackRest = enabled && command.contains("pgbackrest");
        Matcher stanza = STANZA.matcher(command);
        return new Archiving(toPgBackRest, toPgBackRest && stanza.find() ? stanza.group(1) : null);
    }

    private Reply reply() throws SQLException {
        try (Statement statement = statement();
                ResultSet row = statement.executeQuery(INFO)) {
            String info = row.next() ? row.getString("info") : null;
            return info == null || info.isBlank() ? NO_PROGRAM : BackupInfoParser.parse(info);
        } catch (SQLException e) {
            if (SqlFailure.breaksConnection(e)) {
                throw e;
            }
            return refusal(e);
        }
    }

    private Reply refusal(SQLException e) {
        if (SqlFailure.isAboutSchema(e)) {
            return NO_VIEW;
        }
        String detail = serverDetail(e);
        if (detail != null && NOT_INSTALLED.matcher(detail).find()) {
            return NO_PROGRAM;
        }
        return new Refused(SqlFailure.of(e, address));
    }

    private static @Nullable String serverDetail(SQLException e) {
        return e instanceof PSQLException own
                ? Optional.ofNullable(own.getServerErrorMessage())
                        .map(ServerErrorMessage::getDetail)
                        .orElse(null)
                : null;
    }

    private Statement statement() throws SQLException {
        connection.setNetworkTimeout(Runnable::run, deadline.millisLeft());
        return connection.createStatement();
    }
}
