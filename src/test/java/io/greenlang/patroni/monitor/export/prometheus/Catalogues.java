package io.greenlang.patroni.monitor.export.prometheus;

/** Catalogues for tests, with a fixed version. */
final class Catalogues {
    private Catalogues() {}

    static MetricCatalogue full() {
        return new MetricCatalogue(new BuildInfo("1.0.0", "17.0.15"));
    }
}
