package io.greenlang.patroni.monitor.model;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What would become of the cluster if its primary failed now: whom Patroni would choose, and what each choice would lose.
 *
 * @param primary who would fail, or has failed; null when nobody is known to lead
 * @param primaryWorks it still does
 * @param options every known member but the primary
 * @param prevented why Patroni would choose nobody at all, for people; null when it would choose
 */
public record FailoverForecast(
        @Nullable String primary,
        boolean primaryWorks,
        List<Option> options,
        @Nullable String prevented) {

    /** Of a cluster of which nothing is known. */
    public static final FailoverForecast NONE = new FailoverForecast(null, false, List.of(), null);

    public FailoverForecast {
        options = List.copyOf(options);
    }

    /** What Patroni would do with one member. */
    public enum Prospect {
        /** It is the only one that can win the race for the lock. */
        CHOSEN,
        /** It can win, and so can another, or it may turn out to be too far behind. */
        POSSIBLE,
        /** It can't win: one of Patroni's rules excludes it, or another is ahead of it for certain. */
        EXCLUDED,
        /** It may take part, but what decides can't be read. */
        UNSEEN;

        /** For JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One member.
     *
     * @param reason why it is not chosen, or not for certain; for people. Null where nothing is in its way
     */
    public record Option(
            String member,
            FailoverCost cost,
            Prospect prospect,
            @Nullable String reason) {

        /** It is chosen, or may be. */
        public boolean canWin() {
            return prospect == Prospect.CHOSEN || prospect == Prospect.POSSIBLE;
        }
    }

    /** Those of whom one would be chosen; one when that is certain but for {@link Prospect#UNSEEN} ones, none for nobody. */
    public List<Option> contenders() {
        return prevented == null ? options.stream().filter(Option::canWin).toList() : List.of();
    }

    /** Nobody would be chosen, or a failover to one of the members may lose more than that many bytes. */
    public boolean isWorseThan(long bytes) {
        return contenders().isEmpty()
                || options.stream()
                        .anyMatch(option -> option.cost()
                                .known()
                                .filter(known -> known.mostBytes() != null && known.mostBytes() > bytes)
                                .isPresent());
    }
}
