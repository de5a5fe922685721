package io.greenlang.patroni.monitor.source.postgres;

import java.util.Properties;

/**
 * How {@link Connector} wants a connection's bytes to be handled, which the driver hands on to the sockets that it makes.
 *
 * @param mostBytes of the answer to one statement
 * @param pooledStartup nothing is said at the start that a pooler may refuse
 */
record Wire(long mostBytes, boolean pooledStartup) {
    /** Of our own: the driver leaves properties that it doesn't know alone. */
    static final String POOLED_STARTUP = "patroniMonitorPooledStartup";

    private static final String MOST_BYTES = "maxResultBuffer";

    static Wire of(Properties driver) {
        return new Wire(
                Long.parseLong(driver.getProperty(MOST_BYTES)),
                Boolean.parseBoolean(driver.getProperty(POOLED_STARTUP)));
    }
}
