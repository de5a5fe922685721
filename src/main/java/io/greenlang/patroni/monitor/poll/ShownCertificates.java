package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.certificate.CertificateFile;
import io.greenlang.patroni.monitor.config.ClusterConfig.ClientCertificate;
import io.greenlang.patroni.monitor.config.ClusterConfig.PostgresConfig;
import io.greenlang.patroni.monitor.model.Certificate;
import io.greenlang.patroni.monitor.model.Certificate.Use;
import io.greenlang.patroni.monitor.model.CertificateEnd;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.MemberObservation.Presence;
import io.greenlang.patroni.monitor.source.patroni.PatroniClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of one cluster: what its members' last connections showed, and what the monitor shows to them. No
 * connection is made for it. Confined to its poll thread.
 */
final class ShownCertificates {
    private final PatroniClient patroni;
    private final MemberNodes nodes;
    private final DcsLook dcs;
    /** The driver reads it at every connection. */
    private final @Nullable CertificateFile forPostgres;

    ShownCertificates(PostgresConfig postgres, PatroniClient patroni, MemberNodes nodes, DcsLook dcs) {
        this.patroni = patroni;
        this.nodes = nodes;
        this.dcs = dcs;
        ClientCertificate configured = postgres.enabled() ? postgres.clientCertificate() : null;
        this.forPostgres = configured == null ? null : new CertificateFile(configured.certFile());
    }

    /** @param wall how far the wall clock is from the daemon's own */
    List<Certificate> of(Map<String, Presence> known, ClockOffset wall) {
        List<Certificate> all = new ArrayList<>();
        add(all, Use.MONITOR_TO_PATRONI, null, patroni.ownCertificate(), wall);
        if (forPostgres != null) {
            add(all, Use.MONITOR_TO_POSTGRES, null, forPostgres.end(), wall);
        }
        add(all, Use.MONITOR_TO_DCS, null, dcs.ownCertificate(), wall);
        dcs.certificates().forEach(end -> add(all, Use.DCS, null, Optional.of(end), wall));
        known.forEach((member, presence) -> {
            MemberNodes.Node node = nodes.of(member);
            add(all, Use.PATRONI, member, node.rest().certificate(presence.address()), wall);
            add(all, Use.POSTGRES, member, node.sql().certificate(), wall);
        });
        return all;
    }

    private static void add(
            List<Certificate> all, Use use, @Nullable String member, Optional<CertificateEnd> end, ClockOffset wall) {
        end.ifPresent(shown -> all.add(Certificate.of(use, member, shown, wall)));
    }
}
