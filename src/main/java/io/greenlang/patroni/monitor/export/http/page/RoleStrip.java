package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.export.http.page.Steps.Stretch;
import io.greenlang.patroni.monitor.model.Figures;
import io.greenlang.patroni.monitor.trend.MemberBucket;
import io.greenlang.patroni.monitor.trend.RoleSeen;
import io.greenlang.patroni.monitor.trend.Trend;
import io.greenlang.patroni.monitor.trend.Trend.MemberTrend;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a member was over the last hour, as one bar, with the same in words.
 *
 * @param id within the page
 * @param now its role in the newest snapshot
 */
record RoleStrip(String id, String title, List<Path> paths, List<Letter> letters, String now) {
    /** Shorter stretches have no room for a letter. */
    private static final int LETTER = 8;
    /** More would be read out for longer than anybody listens. */
    private static final int MOST = 6;

    /** All bars of one role. */
    record Path(String tone, String path) {}

    /** In the middle of a stretch. */
    record Letter(String tone, int x, int y, String letter) {}

    static RoleStrip of(String id, MemberTrend member, String span) {
        List<RoleSeen> roles = member.hour().stream().map(MemberBucket::role).toList();
        List<Stretch<RoleSeen>> stretches = Stretch.of(roles).stream()
                .dropWhile(stretch -> stretch.what() == RoleSeen.ABSENT)
                .toList();
        RoleLook now = RoleLook.of(member.now().role());
        return new RoleStrip(
                id + "-role",
                "Role of " + member.name() + span + ": " + words(stretches, now),
                Arrays.stream(RoleSeen.values())
                        .map(RoleLook::of)
                        .flatMap(look -> paths(roles, look))
                        .toList(),
                stretches.stream()
                        .filter(stretch -> stretch.length() >= LETTER && stretch.what() != RoleSeen.ABSENT)
                        .map(RoleStrip::letter)
                        .toList(),
                now.inShort());
    }

    private static Stream<Path> paths(List<RoleSeen> roles, RoleLook look) {
        return look.bars().stream()
                .flatMap(bar ->
                        Stream.ofNullable(Steps.blocks(roles, role -> role == look.role(), bar.upper(), bar.lower())))
                .map(path -> new Path(look.tone(), path));
    }

    private static Letter letter(Stretch<RoleSeen> stretch) {
        RoleLook look = RoleLook.of(stretch.what());
        int middle = stretch.begin() * Steps.STEP + stretch.length() * Steps.STEP / 2;
        return new Letter(look.tone(), middle, look.letterAt(), look.letter());
    }

    /** One after the other, or of each role how long where there are many. */
    private static String words(List<Stretch<RoleSeen>> stretches, RoleLook now) {
        if (stretches.stream().allMatch(stretch -> stretch.what() == now.role())) {
            return now.words() + " throughout";
        }
        String past = stretches.size() > MOST
                ? summed(stretches)
                : stretches.stream()
                        .map(stretch -> words(stretch.what(), stretch.length()))
                        .collect(Collectors.joining(", then "));
        return past + "; now " + now.words();
    }

    private static String summed(List<Stretch<RoleSeen>> stretches) {
        String each = Arrays.stream(RoleSeen.values())
                .filter(role -> length(stretches, role) > 0)
                .map(role -> words(role, length(stretches, role)))
                .collect(Collectors.joining(", "));
        return each + ", with " + (stretches.size() - 1) + " changes";
    }

    private static int length(List<Stretch<RoleSeen>> stretches, RoleSeen role) {
        return stretches.stream()
                .filter(stretch -> stretch.what() == role)
                .mapToInt(Stretch::length)
                .sum();
    }

    private static String words(RoleSeen role, int buckets) {
        Duration time = Trend.STEP.multipliedBy(buckets);
        return RoleLook.of(role).words() + " for " + Figures.age(time);
    }

    /**
     * How a role is drawn: each has a form, a colour, and a letter where there is room for it.
     *
     * @param bars upper and lower edge of each
     * @param letterAt the line on which its letter stands
     */
    private record RoleLook(RoleSeen role, String letter, String words, List<Bar> bars, int letterAt) {
        /** From the upper edge. */
        record Bar(int upper, int lower) {}

        private static final int INSIDE = 44;
        private static final int MIDDLE = 36;
        private static final int ABOVE = 34;
        private static final int OVER = 18;

        static RoleLook of(RoleSeen role) {
            return switch (role) {
                case PRIMARY -> new RoleLook(role, "P", "primary", bars(0, 48), MIDDLE);
                case STANDBY_LEADER -> new RoleLook(role, "S", "standby leader", bars(12, 48), 40);
                case REPLICA -> new RoleLook(role, "R", "replica", bars(24, 48), INSIDE);
                case WRITABLE_WITHOUT_LOCK ->
                    new RoleLook(
                            role,
                            "W",
                            "accepts writes without the leader lock",
                            List.of(new Bar(0, 6), new Bar(12, 48)),
                            40);
                case DOWN -> new RoleLook(role, "D", "down", bars(40, 48), ABOVE);
                case UNREADABLE -> new RoleLook(role, "?", "could not be read", bars(22, 30), OVER);
                case UNKNOWN -> new RoleLook(role, "?", "unknown", bars(22, 30), OVER);
                case ABSENT -> new RoleLook(role, "", "not seen", List.of(), 0);
            };
        }

        private static List<Bar> bars(int upper, int lower) {
            return List.of(new Bar(upper, lower));
        }

        /** Where there is little room. */
        String inShort() {
            return role == RoleSeen.WRITABLE_WITHOUT_LOCK ? "writes without the lock" : words;
        }

        /** The name of its colour in the style sheet. */
        String tone() {
            return "role-" + role.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
