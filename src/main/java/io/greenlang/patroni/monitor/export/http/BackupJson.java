package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.model.BackupInfo;
import io.greenlang.patroni.monitor.model.BackupInfo.Absent;
import io.greenlang.patroni.monitor.model.BackupInfo.Backup;
import io.greenlang.patroni.monitor.model.BackupInfo.Listing;
import io.greenlang.patroni.monitor.model.BackupInfo.Refused;
import io.greenlang.patroni.monitor.model.BackupInfo.Reply;
import io.greenlang.patroni.monitor.model.Backups;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.MemberObservation;
import java.util.Optional;

/** Backups as JSON: a cluster's, and what its members say. */
final class BackupJson {
    private BackupJson() {}

    /** {@code state} is {@code known}, {@code not_set_up}, {@code unseen} or {@code broken}. */
    static void describe(ObjectNode node, ClusterSnapshot snapshot) {
        Backups backups = snapshot.facts().backups();
        node.put("state", state(backups));
        node.put("unknown_because", backups.unknownBecause().orElse(null));
        ArrayNode problems = node.putArray("problems");
        backups.problems().forEach(problems::add);
        node.put("missing", backups.missing().asBoolean());
        backups.known().ifPresent(known -> describe(node, snapshot, known));
    }

    /** What one member's pgBackRest said; {@code stanzas} is null when it said nothing. */
    static void describe(ObjectNode node, ClockOffset wall, MemberObservation member) {
        JsonFacts.answer(node, wall, member.backups());
        BackupInfo info = member.backups().value().orElse(null);
        if (info != null) {
            node.put("archives_wal", info.archiving().toPgBackRest());
            reply(node, info.reply());
        }
    }

    private static void reply(ObjectNode node, Reply reply) {
        node.putNull("stanzas");
        node.putNull("unknown_because");
        node.putNull("note");
        if (reply instanceof Listing listing) {
            ArrayNode stanzas = node.putArray("stanzas");
            listing.stanzas().forEach(stanza -> stanzas.add(stanza.name()));
            node.put("note", listing.note());
        } else if (reply instanceof Absent absent) {
            node.put("unknown_because", absent.reason());
        } else if (reply instanceof Refused refused) {
            node.put("unknown_because", refused.failure().toString());
        }
    }

    private static String state(Backups backups) {
        return backups.fold(known -> "known", notSetUp -> "not_set_up", unseen -> "unseen", broken -> "broken");
    }

    private static void describe(ObjectNode node, ClusterSnapshot snapshot, Backups.Known known) {
        node.put("member", known.member());
        node.put("read_at", JsonFacts.text(snapshot.wall(), known.readAt()));
        node.put("stanza", known.stanza());
        node.put("status_code", known.status().code());
        node.put("status", known.status().message());
        node.put("running", known.running());
        ArrayNode repositories = node.putArray("repositories");
        known.repositories()
                .forEach(repository -> repositories
                        .addObject()
                        .put("key", repository.key())
                        .put("status_code", repository.status().code())
                        .put("status", repository.status().message()));
        backup(node, "newest", snapshot, known.newest());
        backup(node, "newest_full", snapshot, known.newestFull());
    }

    private static void backup(ObjectNode node, String field, ClusterSnapshot snapshot, Optional<Backup> backup) {
        node.putNull(field);
        backup.ifPresent(found -> node.putObject(field)
                .put("label", found.label())
                .put("type", found.type())
                .put("repository", found.origin().repository())
                .put("started_at", JsonFacts.text(snapshot.wall(), found.started()))
                .put("stopped_at", JsonFacts.text(snapshot.wall(), found.stopped()))
                .put("age_seconds", JsonFacts.seconds(snapshot.ageOf(found.stopped())))
                .put("size_bytes", found.sizeBytes())
                .put("page_errors", found.pageErrors()));
    }
}
