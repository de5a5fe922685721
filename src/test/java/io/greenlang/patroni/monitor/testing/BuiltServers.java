package io.greenlang.patroni.monitor.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** Servers that are not to be had as packages; {@code src/setup/setup.sh --dcs} builds them below {@code target}. */
final class BuiltServers {
    private BuiltServers() {}

    static String kubeApiServer() {
        return executable("kube-apiserver");
    }

    static String consul() {
        return executable("consul");
    }

    private static String executable(String name) {
        Path file = Target.FOLDER.resolve(name).resolve(name);
        if (!Files.isExecutable(file)) {
            throw new IllegalStateException(file + " is missing; src/setup/setup.sh --dcs builds it");
        }
        return file.toString();
    }
}
