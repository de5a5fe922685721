package io.greenlang.patroni.monitor.config;

import java.util.List;

/** The configuration can't be used. Carries every problem, not only the first. */
public class ConfigException extends Exception {
    private final transient List<String> problems;

    /** @param problems one line each: file and line, key, value, what is allowed */
    public ConfigException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
