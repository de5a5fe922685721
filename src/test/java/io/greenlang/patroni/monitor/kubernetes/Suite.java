package io.greenlang.patroni.monitor.kubernetes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Everything that is checked about what is applied to Kubernetes. No single check finds all that can be wrong. */
final class Suite {
    private Suite() {}

    /** By name, what is wrong with each of them. */
    static Map<String, List<String>> problems(Map<String, Installation> installations) {
        Map<String, List<Manifest>> resources = new LinkedHashMap<>();
        installations.forEach((name, installation) -> resources.put(name, resources(installation)));
        Map<String, List<String>> problems = PublishedSchemas.problems(resources);
        installations.forEach(
                (name, installation) -> problems.merge(name, ofTypesAndMeaning(installation), Suite::both));
        return problems;
    }

    private static List<Manifest> resources(Installation installation) {
        return installation.manifests().stream()
                .flatMap(manifest -> AlertRouting.eachRouteAtTheTop(manifest).stream())
                .toList();
    }

    private static List<String> ofTypesAndMeaning(Installation installation) {
        List<String> problems = new ArrayList<>();
        resources(installation).forEach(manifest -> problems.addAll(TypedModels.problems(manifest)));
        problems.addAll(Wiring.problems(installation));
        problems.addAll(Hardening.problems(installation));
        problems.addAll(Configuration.problems(installation));
        problems.addAll(AlertRouting.problems(installation));
        return problems;
    }

    private static List<String> both(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
