package io.greenlang.patroni.monitor.config;

import java.util.List;

/**
 * One thing that a file of HOCON says, where it says it.
 *
 * @param path of the key, from the file's top
 * @param line where the value begins, from 1
 * @param text of an include: the name that is included; else empty
 */
record Written(List<String> path, int line, Kind kind, String text) {
    enum Kind {
        /** {@code a = 5}: what was there before is lost. */
        PLAIN,
        /** Text with {@code ${…}} in it, which keeps what was there before when it is optional and missing. */
        SUBSTITUTION,
        /** {@code a += 5} */
        APPENDED,
        /** {@code a { … }}, noted where it opens: merged with what was there before. */
        BLOCK,
        /** {@code include "a.conf"} */
        INCLUDE
    }
}
