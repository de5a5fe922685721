package io.greenlang.patroni.monitor.config;

import io.greenlang.patroni.monitor.config.HttpConfig.BasicAuth;
import io.greenlang.patroni.monitor.config.HttpConfig.ServerTls;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The block {@code http}. */
final class HttpReader {
    private static final Format<Integer> PORT = Quantities.wholeNumber(0, 65535);

    private HttpReader() {}

    static HttpConfig read(Section http) {
        return new HttpConfig(
                http.read("host", Texts.NON_BLANK),
                http.read("port", PORT),
                basicAuth(http.block("basic-auth")),
                tls(http.block("tls")));
    }

    static @Nullable BasicAuth basicAuth(Section auth) {
        auth.requireTogether("username", "password-file");
        String username = auth.readIfGiven("username", Texts.NON_BLANK);
        Path passwordFile = auth.readIfGiven("password-file", Texts.READABLE_FILE);
        return username == null || passwordFile == null ? null : new BasicAuth(username, Secret.inFile(passwordFile));
    }

    private static @Nullable ServerTls tls(Section tls) {
        tls.requireTogether("cert-file", "key-file");
        Path certFile = tls.readIfGiven("cert-file", Texts.READABLE_FILE);
        Path keyFile = tls.readIfGiven("key-file", Texts.READABLE_FILE);
        return certFile == null || keyFile == null ? null : new ServerTls(certFile, keyFile);
    }
}
