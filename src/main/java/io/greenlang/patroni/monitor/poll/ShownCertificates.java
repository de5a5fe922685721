package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.certificate.CertificateFile;
import io.greenlang.patroni.monitor.config.ClusterConfig;
import io.greenlang.patroni.monitor.model.Certificate;
import io.greenlang.patroni.monitor.model.Certificate.Use;
import io.greenlang.patroni.monitor.model.CertificateEnd;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.MemberObservation.Presence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of one cluster: what its members' last connections showed, and what the monitor shows to them. No
 * connection is made for it. Confined to its poll thread.
 */
final class ShownCertificates {
    private final MemberNodes nodes;
    private final Map<Use, CertificateFile> ours = new EnumMap<>(Use.class);

    ShownCertificates(ClusterConfig config, MemberNodes nodes) {
        this.nodes = nodes;
        present(Use.PATRONI_CLIENT, config.patroni().tls().certFile());
        if (config.postgres().enabled() && config.postgres().clientCertificate() != null) {
            present(Use.POSTGRES_CLIENT, config.postgres().clientCertificate().certFile());
        }
    }

    private void present(Use use, @Nullable Path file) {
        if (file != null) {
            ours.put(use, new CertificateFile(file));
        }
    }

    /** @param wall how far the wall clock is from the daemon's own */
    List<Certificate> of(Map<String, Presence> known, ClockOffset wall) {
        List<Certificate> all = new ArrayList<>();
        ours.forEach((use, file) -> add(all, use, null, file.end(), wall));
        known.forEach((member, presence) -> {
            MemberNodes.Node node = nodes.of(member);
            add(all, Use.PATRONI, member, node.rest().certificate(presence.address()), wall);
            add(all, Use.POSTGRES, member, node.sql().certificate(), wall);
        });
        return all;
    }

    private static void add(
            List<Certificate> all,
            Use use,
            @Nullable String member,
            Optional<CertificateEnd> end,
            ClockOffset wall) {
        end.ifPresent(shown -> all.add(Certificate.of(use, member, shown, wall)));
    }
}
