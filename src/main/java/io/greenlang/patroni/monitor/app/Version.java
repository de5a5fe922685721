package io.greenlang.patroni.monitor.app;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version of the jar; "development" when run from class files. */
final class Version implements IVersionProvider {
    static String text() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"patroni-monitor " + text()};
    }
}
