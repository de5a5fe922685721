package io.greenlang.patroni.monitor.export.http.page;

import io.greenlang.patroni.monitor.trend.RoleSeen;
import java.util.List;
import java.util.Locale;

/**
 * How a role is drawn: each has a form, a colour, and a letter where there is room for it.
 *
 * @param bars upper and lower edge of each
 * @param letterAt the line on which its letter stands
 */
record RoleLook(RoleSeen role, String letter, String words, List<Bar> bars, int letterAt) {
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
