package io.greenlang.patroni.monitor.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.config.ConfigException;
import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.config.MonitorConfig;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a pod's container sees of the configuration and the secrets that are mounted into it. */
final class Configuration {
    private static final String SECRET = "correct horse";

    private final Installation installation;
    private final Path root;

    private Configuration(Installation installation, Path root) {
        this.installation = installation;
        this.root = root;
    }

    /** What the daemon of each pod would say, and what it would do other than the manifests say. */
    static List<String> problems(Installation installation) {
        List<String> problems = new ArrayList<>();
        List<String> watched = new ArrayList<>();
        for (int ordinal = 0; ordinal < installation.replicas(); ordinal++) {
            try {
                MonitorConfig config = Configs.LOADER.load(write(installation, ordinal, Target.newFolder("pod")));
                config.ownClusters().forEach(cluster -> watched.add(cluster.name()));
                problems.addAll(problems(installation, config));
            } catch (ConfigException e) {
                problems.add(e.getMessage());
            }
        }
        boolean sharded = installation.workload().kind().equals("StatefulSet");
        if (sharded && watched.stream().distinct().count() != watched.size()) {
            problems.add("some cluster is watched by several pods: " + watched);
        }
        return problems;
    }

    private static List<String> problems(Installation installation, MonitorConfig config) {
        List<String> problems = new ArrayList<>();
        int port = config.http().port();
        if (installation.port("metrics").filter(declared -> declared == port).isEmpty()) {
            problems.add("the daemon listens on " + port + ", which the container does not declare");
        }
        boolean sharded = installation.workload().kind().equals("StatefulSet");
        int shards = config.shards().count();
        if (shards != (sharded ? installation.replicas() : 1)) {
            problems.add(installation.replicas() + " pods, but shards.count is " + shards);
        }
        return problems;
    }

    /**
     * Lays out what the container of that pod sees.
     *
     * @return the file that the daemon is started with; paths and variables in it are replaced by what they lead to
     */
    static Path write(Installation installation, int ordinal, Path root) throws ConfigException {
        try {
            return new Configuration(installation, root).write(ordinal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path write(int ordinal) throws IOException, ConfigException {
        List<String> mounts = mount();
        Path config = root.resolve(configFile().substring(1));
        if (!Files.exists(config)) {
            throw new ConfigException(List.of("nothing is mounted at " + configFile()));
        }
        String text = Pattern.compile("\"((?:" + String.join("|", mounts) + ")/)")
                .matcher(Files.readString(config))
                .replaceAll("\"" + root + "$1");
        for (JsonNode variable : installation.container().each("/env").toList()) {
            String name = variable.path("name").asText();
            text = text.replace("${?" + name + "}", '"' + installation.variable(name, ordinal) + '"');
        }
        return Files.writeString(config, text);
    }

    private String configFile() {
        List<String> arguments =
                installation.container().each("/args").map(JsonNode::asText).toList();
        int option = arguments.indexOf("--config");
        return option < 0 ? "/none" : arguments.get(option + 1);
    }

    /** Where something is mounted. */
    private List<String> mount() throws IOException {
        List<String> mounts = new ArrayList<>();
        for (JsonNode mount : installation.container().each("/volumeMounts").toList()) {
            String path = mount.path("mountPath").asText();
            mounts.add(path);
            Path folder = Files.createDirectories(root.resolve(path.substring(1)));
            Map<String, String> files = installation
                    .volume(mount.path("name").asText())
                    .map(this::files)
                    .orElse(Map.of());
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
        }
        return mounts;
    }

    private Map<String, String> files(JsonNode volume) {
        if (volume.has("secret")) {
            return Manifest.each(volume.at("/secret/items"))
                    .collect(Collectors.toMap(item -> item.path("path").asText(), item -> SECRET));
        }
        if (volume.has("projected")) {
            return Manifest.each(volume.at("/projected/sources"))
                    .flatMap(Configuration::pathsOf)
                    .collect(Collectors.toMap(path -> path, path -> SECRET));
        }
        return installation
                .find("ConfigMap", volume.at("/configMap/name").asText())
                .map(map -> map.texts("/data"))
                .orElse(Map.of());
    }

    /** Of what Kubernetes itself puts there: tokens, and the authority of the API server. */
    private static Stream<String> pathsOf(JsonNode source) {
        return Stream.concat(
                        Stream.of(source.at("/serviceAccountToken/path").asText()),
                        Manifest.each(source.at("/configMap/items"))
                                .map(item -> item.path("path").asText()))
                .filter(path -> !path.isEmpty());
    }
}
