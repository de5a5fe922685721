package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.Failure;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One cell: a value, or a word for not knowing it with the reason.
 *
 * @param note small print beside it; null for none
 * @param title the whole reason, for who points at it; null for none
 * @param tone {@code critical}, {@code warning}, {@code unknown} or {@code plain}
 */
record Fact(String text, @Nullable String note, @Nullable String title, String tone) {
    static final String UNKNOWN = "unknown";
    static final String PLAIN = "plain";

    static Fact of(String text) {
        return new Fact(text, null, null, PLAIN);
    }

    static Fact of(String text, String note) {
        return new Fact(text, note, null, PLAIN);
    }

    static Fact unknown(String because) {
        return new Fact(UNKNOWN, because, null, UNKNOWN);
    }

    static Fact unknown(Failure failure) {
        return new Fact(UNKNOWN, failure.kind().label(), failure.toString(), UNKNOWN);
    }

    /** What was answered, or why nothing was. */
    static <T> Fact of(Answer<T> answer, Function<T, Fact> shown) {
        return answer.fold(answered -> shown.apply(answered.content()), Fact::unknown, Fact::notAsked);
    }

    static Fact notAsked() {
        return unknown("not asked");
    }

    static Fact notAnswered() {
        return new Fact("–", null, null, PLAIN);
    }

    /** The same, in the colour of an alert about it. */
    Fact toned(String alertTone) {
        return alertTone.equals(PLAIN) ? this : new Fact(text, note, title, alertTone);
    }

    /** A fact with its name. */
    record Labelled(String label, Fact fact) {}
}
