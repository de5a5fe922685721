package io.greenlang.patroni.monitor.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The {@code patroni.yml} of one member. */
record MemberConfiguration(
        ClusterOptions options, String name, Path data, int restPort, int postgresPort, String dcsBlock) {
    private static final ObjectMapper JSON = new ObjectMapper();

    String text() throws JsonProcessingException {
        return """
                scope: %s
                name: %s
                restapi: {listen: '127.0.0.1:%3$d', connect_address: '127.0.0.1:%3$d'%13$s}
                %4$s
                bootstrap:
                  dcs: %5$s
                  initdb: [{encoding: UTF8}, {locale: C.UTF-8}, {auth: scram-sha-256}, data-checksums, no-sync]
                postgresql:
                  listen: 127.0.0.1:%6$d
                  connect_address: 127.0.0.1:%6$d
                  data_dir: %7$s
                  pgpass: %7$s.pgpass
                  bin_dir: %8$s
                  basebackup: [{checkpoint: fast}, no-sync]
                  # relative to data_dir: an absolute path may be too long for a socket; not in it: pg_rewind would read the socket
                  parameters: {unix_socket_directories: '..'}
                  pg_hba:
                    - host replication replicator 127.0.0.1/32 scram-sha-256
                    - host all all 127.0.0.1/32 scram-sha-256
                  authentication:
                    superuser: {username: postgres, password: %9$s}
                    replication: {username: replicator, password: %10$s}
                tags: %11$s
                log: {level: %12$s}
                """.formatted(
                        options.scope(),
                        name,
                        restPort,
                        dcsBlock,
                        JSON.writeValueAsString(dynamicConfiguration()),
                        postgresPort,
                        data,
                        options.programs(),
                        ClusterOptions.SUPERUSER_PASSWORD,
                        ClusterOptions.REPLICATION_PASSWORD,
                        JSON.writeValueAsString(options.tags(name)),
                        options.logLevel(),
                        options.certificates().map(MemberConfiguration::restTls).orElse(""));
    }

    private static String restTls(CertificateFiles files) {
        return ", certfile: '%s', keyfile: '%s'".formatted(files.certificate(), files.key());
    }

    private Map<String, Object> dynamicConfiguration() {
        Map<String, Object> dcs = new HashMap<>();
        dcs.put("ttl", options.ttl());
        dcs.put("loop_wait", options.loopWait());
        dcs.put("retry_timeout", options.retryTimeout());
        dcs.put("maximum_lag_on_failover", 1_048_576);
        dcs.put("postgresql", Map.of("use_pg_rewind", true, "parameters", options.parameters()));
        dcs.putAll(options.dynamic());
        return dcs;
    }
}
