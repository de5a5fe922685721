package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.ClusterFacts.DifferingSetting;
import io.greenlang.patroni.monitor.model.Housekeeping;
import io.greenlang.patroni.monitor.model.Housekeeping.Setting;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.Observation;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Settings that are not the same on all members: a failover would change how the database behaves. Pure.
 */
final class SettingsDrift {
    /** Where a node is, what it follows and whom it waits for: Patroni and people give each member its own. */
    private static final Pattern OWN = Pattern.compile("port|listen_addresses|cluster_name|bonjour_name|.*_file"
            + "|.*_director(y|ies)|primary_conninfo|primary_slot_name|synchronous_standby_names|synchronized_standby_slots"
            + "|recovery_.*|restore_command|archive_cleanup_command");

    private SettingsDrift() {}

    /** By name; null when less than two members were read. */
    static @Nullable List<DifferingSetting> of(Observation seen) {
        Map<String, Map<String, Setting>> byMember = new TreeMap<>();
        for (MemberObservation member : seen.members()) {
            housekeeping(member)
                    .ifPresent(read -> byMember.put(
                            member.name(),
                            read.settings().stream()
                                    .filter(setting ->
                                            !OWN.matcher(setting.name()).matches())
                                    .collect(Collectors.toMap(Setting::name, Function.identity()))));
        }
        if (byMember.size() < 2) {
            return null;
        }
        TreeSet<String> names = new TreeSet<>();
        byMember.values().forEach(settings -> names.addAll(settings.keySet()));
        List<DifferingSetting> differing = new ArrayList<>();
        for (String name : names) {
            if (byMember.values().stream()
                            .map(settings -> value(settings.get(name)))
                            .distinct()
                            .count()
                    > 1) {
                differing.add(new DifferingSetting(name, shown(byMember, name)));
            }
        }
        return differing;
    }

    private static Optional<Housekeeping> housekeeping(MemberObservation member) {
        return member.sizes().value().map(PostgresSizes::housekeeping);
    }

    private static String value(@Nullable Setting setting) {
        return setting == null ? "" : setting.value();
    }

    private static Map<String, String> shown(Map<String, Map<String, Setting>> byMember, String name) {
        Map<String, String> values = new TreeMap<>();
        byMember.forEach((member, settings) -> {
            Setting setting = settings.get(name);
            values.put(
                    member, setting == null ? "default" : setting.shownValue().orElse("not shown"));
        });
        return values;
    }
}
