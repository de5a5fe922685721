package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.config.ConfigException;
import java.util.List;

/** Of seeds alone, none tells which cluster it belongs to: there is nothing to see, which is no mistake of the user's. */
final class SilentSeedsException extends ConfigException {
    SilentSeedsException(List<String> failures) {
        super(failures);
    }
}
