package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresFacts.Archiver;
import io.greenlang.patroni.monitor.model.PostgresFacts.Connections;
import io.greenlang.patroni.monitor.model.PostgresFacts.Counter;
import io.greenlang.patroni.monitor.model.PostgresFacts.Database;
import io.greenlang.patroni.monitor.model.PostgresFacts.Databases;
import io.greenlang.patroni.monitor.model.PostgresFacts.Replication;
import io.greenlang.patroni.monitor.model.PostgresFacts.Server;
import io.greenlang.patroni.monitor.model.PostgresFacts.Slot;
import io.greenlang.patroni.monitor.model.PostgresFacts.Wal;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalReceiver;
import io.greenlang.patroni.monitor.model.PostgresFacts.WalSender;
import java.sql.SQLDataException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The answer of {@link FactsQuery} as facts. */
final class FactsJson {
    private FactsJson() {}

    /** How many of each are taken from the answer, whatever the server makes of the statement. */
    record Most(int databases, int slots) {}

    /**
     * @param clock what the server's own time says about its clock
     * @throws SQLDataException when it isn't what the statement builds
     */
    static PostgresFacts parse(String json, Most most, Function<Instant, ClockOffset> clock) throws SQLDataException {
        return JsonObject.read(
                json,
                facts -> facts(facts, most, clock.apply(facts.object("server").instant("now"))));
    }

    /** @param host by which the server stamps */
    private static PostgresFacts facts(JsonObject facts, Most most, ClockOffset host) {
        JsonObject slots = facts.object("slots");
        return new PostgresFacts(
                server(facts.object("server"), host),
                wal(facts.object("wal")),
                new Replication(
                        facts.list("senders", most.slots(), FactsJson::sender),
                        facts.isNull("receiver") ? null : receiver(facts.object("receiver"), host),
                        slots.list("kept", most.slots(), FactsJson::slot),
                        slots.integer("left_out")),
                connections(facts.object("connections")),
                facts.isNull("activity") ? null : ActivitySql.read(facts.object("activity")),
                archiver(facts.object("archiver"), host),
                databases(facts.object("databases"), most));
    }

    private static Server server(JsonObject server, ClockOffset host) {
        return new Server(
                server.integer("version_num"),
                server.text("system_identifier"),
                server.textOrNull("cluster_name"),
                host.when(server.instant("postmaster_start_time")),
                server.bool("monitor_privileges"),
                host);
    }

    private static Wal wal(JsonObject wal) {
        return new Wal(
                wal.bool("in_recovery"),
                wal.isNull("written_timeline")
                        ? wal.integerOrNull("received_timeline")
                        : Integer.valueOf(Integer.parseUnsignedInt(wal.text("written_timeline"), 16)),
                wal.lsnOrNull("current_lsn"),
                wal.lsnOrNull("receive_lsn"),
                wal.lsnOrNull("replay_lsn"),
                wal.instantOrNull("last_replay"),
                wal.bool("replay_paused"));
    }

    private static WalSender sender(JsonObject sender) {
        return new WalSender(
                sender.text("application_name"),
                sender.textOrNull("client_address"),
                sender.textOrNull("state"),
                sender.textOrNull("sync_state"),
                sender.lsnOrNull("sent_lsn"),
                sender.lsnOrNull("flush_lsn"),
                sender.lsnOrNull("replay_lsn"),
                sender.durationOrNull("replay_lag"));
    }

    private static WalReceiver receiver(JsonObject receiver, ClockOffset host) {
        return new WalReceiver(
                receiver.textOrNull("status"),
                receiver.textOrNull("sender_host"),
                receiver.integerOrNull("sender_port"),
                receiver.integerOrNull("timeline"),
                when(host, receiver.instantOrNull("last_message")));
    }

    private static Slot slot(JsonObject slot) {
        return new Slot(
                slot.text("name"),
                slot.text("type"),
                slot.bool("active"),
                slot.textOrNull("wal_status"),
                slot.numberOrNull("retained"),
                slot.numberOrNull("safe_wal_size"));
    }

    private static Connections connections(JsonObject connections) {
        Map<String, Integer> byState = new HashMap<>();
        JsonObject states = connections.object("by_state");
        states.names().forEach(state -> byState.put(state, states.integer(state)));
        return new Connections(
                connections.integer("client_backends"),
                byState,
                connections.integer("max_connections"),
                connections.integer("superuser_reserved"));
    }

    private static Archiver archiver(JsonObject archiver, ClockOffset host) {
        return new Archiver(
                archiver.bool("enabled"),
                archiver.number("archived"),
                archiver.number("failed"),
                when(host, archiver.instantOrNull("last_archived")),
                when(host, archiver.instantOrNull("last_failed")));
    }

    private static @Nullable Instant when(ClockOffset host, @Nullable Instant stamp) {
        return stamp == null ? null : host.when(stamp);
    }

    private static Databases databases(JsonObject databases, Most most) {
        return new Databases(
                databases.list("watched", most.databases(), FactsJson::database), databases.integer("left_out"));
    }

    private static Database database(JsonObject database) {
        JsonObject counters = database.object("counters");
        return new Database(
                database.text("name"),
                Arrays.stream(Counter.values())
                        .collect(Collectors.toMap(
                                Function.identity(),
                                c -> counters.number(c.name().toLowerCase(Locale.ROOT)))));
    }
}
