package io.greenlang.patroni.monitor.source.document;

import static io.greenlang.patroni.monitor.net.UnusableAnswerException.badAnswer;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import io.greenlang.patroni.monitor.model.TimelineHistory.Entry;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code /history}: entries of 3 elements (a gap in the timelines, an adopted cluster), 4 (Patroni up to 2.1.0) or
 * 5. One that can't be read is left out.
 */
public final class HistoryParser {
    private HistoryParser() {}

    /** @param most entries that are kept, the newest, which stand last */
    public static TimelineHistory parse(JsonNode json, int most) throws UnusableAnswerException {
        if (!json.isArray()) {
            throw badAnswer("no array of timelines");
        }
        List<Entry> entries = new ArrayList<>();
        int leftOut = Math.max(0, json.size() - most);
        for (int i = leftOut; i < json.size(); i++) {
            Entry read = entry(json.get(i));
            if (read != null) {
                entries.add(read);
            }
        }
        if (entries.isEmpty() && !json.isEmpty()) {
            throw badAnswer("no entry with a timeline and a WAL position");
        }
        return new TimelineHistory(entries, entries.size() + leftOut == json.size(), leftOut);
    }

    /** Null for what has no timeline or no WAL position. */
    private static @Nullable Entry entry(JsonNode entry) {
        Long timeline = JsonFields.wholeNumber(entry.path(0));
        Long switchpoint = JsonFields.wholeNumber(entry.path(1));
        if (timeline == null
                || timeline < 1
                || timeline > Integer.MAX_VALUE
                || switchpoint == null
                || switchpoint < 0) {
            return null;
        }
        String leader = entry.path(4).textValue();
        return new Entry(
                timeline.intValue(),
                new Lsn(switchpoint),
                entry.path(2).asText(""),
                PatroniTime.ofText(entry.path(3)),
                leader == null || leader.isEmpty() ? null : leader);
    }
}
