package io.greenlang.patroni.monitor.app;

import java.security.Security;
import java.util.Map;

/** The JDK remembers for half a minute where a host is; a pod that came back is somewhere else. */
final class NameLookups {
    /** Security property to the system property that an operator may have set in its place. */
    private static final Map<String, String> LIFE_TIMES = Map.of(
            "networkaddress.cache.ttl", "sun.net.inetaddr.ttl",
            "networkaddress.cache.negative.ttl", "sun.net.inetaddr.negative.ttl");

    private static final String SECONDS = "1";

    private NameLookups() {}

    /** To be called before the first host name is looked up: the JDK reads these once. */
    static void keepFresh() {
        LIFE_TIMES.forEach((security, system) -> {
            if (System.getProperty(system) == null) {
                Security.setProperty(security, SECONDS);
            }
        });
    }
}
