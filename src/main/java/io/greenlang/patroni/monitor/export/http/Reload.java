package io.greenlang.patroni.monitor.export.http;

import java.util.List;

/** Reads the configuration again. May be called from several threads at once. */
@FunctionalInterface
public interface Reload {
    /** What is wrong with the new configuration, which then changed nothing; empty when it is in force. */
    List<String> reload();
}
