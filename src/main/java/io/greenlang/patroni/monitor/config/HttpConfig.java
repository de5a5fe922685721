package io.greenlang.patroni.monitor.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the daemon itself is asked.
 *
 * @param port 0 to 65535; 0 takes a free one
 * @param basicAuth null when anybody may read
 * @param tls null for plain HTTP
 */
public record HttpConfig(
        String host,
        int port,
        @Nullable BasicAuth basicAuth,
        @Nullable ServerTls tls) {
    /** What everybody who asks must send. */
    public record BasicAuth(String username, Secret password) {}

    /** The certificate chain and its PKCS#8 key, both PEM. */
    public record ServerTls(Path certFile, Path keyFile) {}
}
