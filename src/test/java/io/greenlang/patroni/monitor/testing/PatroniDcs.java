package io.greenlang.patroni.monitor.testing;

import java.util.Map;

/** The servers that the Patronis of a real cluster keep their state in. */
interface PatroniDcs {
    /** Returns when it takes writes. */
    void start();

    /** The block of {@code patroni.yml}, the same for every member and for {@code patronictl}. */
    String patroniBlock();

    /** What {@code patronictl} is started with. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /** Makes known to the DCS what it has to know of a member before its Patroni starts; what that is started with. */
    default Map<String, String> admit(String member) {
        return environment();
    }

    /** The end of the fixture: nothing runs on, and its data is deleted. */
    void dispose();
}
