package io.greenlang.patroni.monitor.config;

/**
 * What may stand there instead.
 *
 * @param example a line that would be right
 */
record Advice(String allowed, String example) {
    @Override
    public String toString() {
        return "Allowed: " + allowed + ". Example: " + example;
    }
}
