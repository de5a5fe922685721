package io.greenlang.patroni.monitor.source.document;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.ClusterView.LeftOut;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.net.Excerpt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entries of {@code /cluster} that are members, as many as the configuration takes.
 *
 * @param taken by name, in the order of the answer
 */
record ListedEntries(Map<String, JsonNode> taken, LeftOut leftOut) {
    /** Of the entries that are no member, so many are named. */
    private static final int NAMED = 10;

    /** @param known members; they are taken first, then who leads, then the others as they are listed */
    static ListedEntries of(JsonNode array, InputLimits limits, Set<String> known) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        List<String> odd = new ArrayList<>();
        int position = 0;
        for (JsonNode member : array) {
            position++;
            String name = new JsonFields(member).nonEmptyText("name");
            String problem = problem(name, members, limits);
            if (name != null && problem.isEmpty()) {
                members.put(name, member);
            } else {
                odd.add("entry " + position + problem);
            }
        }
        int excess = Math.max(0, members.size() - limits.members());
        if (excess > 0) {
            members.keySet().retainAll(first(members, limits.members(), known));
        }
        return new ListedEntries(members, new LeftOut(odd.size() + excess, words(odd, excess, limits)));
    }

    private static String problem(@Nullable String name, Map<String, JsonNode> members, InputLimits limits) {
        if (name == null) {
            return " has no name";
        }
        if (name.length() > limits.nameLength()) {
            return " has a name of more than " + limits.nameLength() + " characters (input-limits.name-length)";
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            return " has a name with half a character"; // two of them would be one in UTF-8, and series twice
        }
        return members.containsKey(name) ? " is a second " + Excerpt.of(name) : "";
    }

    private static Set<String> first(Map<String, JsonNode> members, int most, Set<String> known) {
        Map<String, Integer> ranks = new HashMap<>();
        members.forEach((name, member) -> {
            boolean leads =
                    MemberRole.parse(new JsonFields(member).text("role")).isLeader();
            ranks.put(name, known.contains(name) ? 0 : leads ? 1 : 2);
        });
        return new HashSet<>(members.keySet().stream()
                .sorted(Comparator.comparing(ranks::get))
                .limit(most)
                .toList());
    }

    private static List<String> words(List<String> odd, int excess, InputLimits limits) {
        List<String> words = new ArrayList<>(odd.subList(0, Math.min(NAMED, odd.size())));
        if (odd.size() > NAMED) {
            words.add((odd.size() - NAMED) + " more entries are no members");
        }
        if (excess > 0) {
            words.add(excess + " members are more than " + limits.members() + " (input-limits.members)");
        }
        return words;
    }
}
