package io.greenlang.patroni.monitor.testing;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real cluster from before the first test of a class until after its last one. */
public final class ClusterExtension implements BeforeAllCallback, AfterAllCallback {
    private final ClusterOptions options;
    private RealCluster cluster;

    ClusterExtension(ClusterOptions options) {
        this.options = options;
    }

    public RealCluster get() {
        return cluster;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        cluster = options.start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (cluster != null) {
            cluster.close();
        }
    }
}
