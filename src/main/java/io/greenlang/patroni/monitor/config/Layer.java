package io.greenlang.patroni.monitor.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A block, and how it is reached.
 *
 * @param path from below {@code patroni-monitor}
 */
record Layer(List<String> path, ConfigObject block) {

    String key() {
        return ConfigUtil.joinPath(path);
    }

    Optional<Setting> setting(String key) {
        return Optional.ofNullable(block.get(key)).map(value -> new Setting(ConfigUtil.joinPath(pathOf(key)), value));
    }

    Optional<Layer> block(String key) {
        return block.get(key) instanceof ConfigObject below
                ? Optional.of(new Layer(pathOf(key), below))
                : Optional.empty();
    }

    private List<String> pathOf(String key) {
        return Stream.concat(path.stream(), Stream.of(key)).toList();
    }
}
