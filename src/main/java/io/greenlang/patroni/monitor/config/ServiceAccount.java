package io.greenlang.patroni.monitor.config;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Kubernetes gives to a pod that may ask its API.
 *
 * @param environment the process' variables
 * @param folder where token, authority and namespace are mounted; it need not be there
 */
record ServiceAccount(Map<String, String> environment, Path folder) {
    static final ServiceAccount OF_THIS_POD =
            new ServiceAccount(System.getenv(), Path.of("/var/run/secrets/kubernetes.io/serviceaccount"));

    /** The API server; empty outside of a pod. */
    List<URI> endpoints() {
        String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        if (host.isEmpty()) {
            return List.of();
        }
        try {
            return List.of(
                    Addresses.SEED.parse("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port));
        } catch (Refused notAnAddress) {
            return List.of();
        }
    }

    /** Null when none is mounted. */
    @Nullable Secret token() {
        Path file = file("token");
        return file == null ? null : Secret.inFile(file);
    }

    /** Who signs the API server's certificate, PEM; null when it is not mounted. */
    @Nullable Path authority() {
        return file("ca.crt");
    }

    /** The pod's own; null when it is not mounted. */
    @Nullable String namespace() {
        Path file = file("namespace");
        try {
            String name = file == null
                    ? ""
                    : Files.readString(file, StandardCharsets.UTF_8).strip();
            return name.isEmpty() ? null : name;
        } catch (IOException e) {
            return null;
        }
    }

    private @Nullable Path file(String name) {
        Path file = folder.resolve(name);
        return Files.isReadable(file) ? file : null;
    }
}
