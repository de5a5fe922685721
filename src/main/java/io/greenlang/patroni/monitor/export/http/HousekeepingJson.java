package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.ClusterFacts.DifferingSetting;
import io.greenlang.patroni.monitor.model.Housekeeping;
import io.greenlang.patroni.monitor.model.Housekeeping.Checksums;
import io.greenlang.patroni.monitor.model.Housekeeping.FreezeAge;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A member's long-running upkeep as JSON; null when it could not be read. */
final class HousekeepingJson {
    private HousekeepingJson() {}

    static void describe(ObjectNode node, ClockOffset wall, @Nullable Housekeeping facts) {
        if (facts == null) {
            node.putNull("housekeeping");
            return;
        }
        ObjectNode shown = node.putObject("housekeeping");
        freezeAge(shown.putObject("transaction_ids"), facts.transactionIds());
        freezeAge(shown.putObject("multixacts"), facts.multixacts());
        Checksums checksums = facts.checksums();
        shown.put("checksum_failures", checksums == null ? null : Long.valueOf(checksums.failures()));
        shown.put("last_checksum_failure", checksums == null ? null : JsonFacts.text(wall, checksums.lastFailure()));
    }

    /** Null when less than two members were read. */
    static void differences(ObjectNode node, @Nullable List<DifferingSetting> settings) {
        node.putNull("differing_settings");
        if (settings != null) {
            ArrayNode shown = node.putArray("differing_settings");
            for (DifferingSetting setting : settings) {
                ObjectNode values =
                        shown.addObject().put("setting", setting.name()).putObject("values");
                new TreeMap<>(setting.values()).forEach(values::put);
            }
        }
    }

    private static void freezeAge(ObjectNode node, FreezeAge oldest) {
        node.put("database", oldest.database());
        node.put("age", oldest.age());
        node.put("used_percent", oldest.percent());
    }
}
