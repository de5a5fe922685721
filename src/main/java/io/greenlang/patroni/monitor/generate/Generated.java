package io.greenlang.patroni.monitor.generate;

/** The first line of a generated file. */
final class Generated {
    private Generated() {}

    /** As a comment of YAML. */
    static String by(String artefact) {
        return "# Made by `patroni-monitor generate " + artefact + "`: change the configuration, not this file.\n";
    }
}
