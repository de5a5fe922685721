package io.greenlang.patroni.monitor.kubernetes;

import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What {@code kubectl apply -k} would send. */
final class Kustomize {
    /** What can be applied, each on its own. */
    static final List<String> FOLDERS = List.of(
            "k8s",
            "k8s/overlays/two-replicas",
            "k8s/overlays/push",
            "k8s/overlays/sharded",
            "k8s/overlays/read-dcs",
            "k8s/overlays/plain-prometheus");

    /** Where src/setup/setup.sh puts it when there is no kubectl that has it. */
    private static final Path OWN = Target.FOLDER.resolve("kustomize/kustomize");

    private static final Map<String, List<Manifest>> BUILT = new ConcurrentHashMap<>();

    private Kustomize() {}

    static List<Manifest> build(String folder) {
        return BUILT.computeIfAbsent(folder, Kustomize::run);
    }

    private static List<Manifest> run(String folder) {
        List<String> command = new ArrayList<>(
                Files.isExecutable(OWN) ? List.of(OWN.toString(), "build") : List.of("kubectl", "kustomize"));
        command.add(folder);
        return Manifest.parse(Command.run(command).orThrow(folder));
    }
}
