package io.greenlang.patroni.monitor.export.prometheus;

import static io.greenlang.patroni.monitor.export.prometheus.Reading.flag;

import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether the monitor's own role may read what it should. */
final class Privileges {
    private static final Set<FailureKind> REFUSALS = Set.of(FailureKind.AUTH, FailureKind.PERMISSION);
    /** Not lacked where another source tells. A timeout says nothing about rights; a view that does not exist is an SQL error. */
    private static final Set<FailureKind> WITHOUT_VIEW = Set.of(FailureKind.PERMISSION, FailureKind.SQL);

    private Privileges() {}

    static @Nullable Number of(SeenMember member) {
        MemberObservation seen = member.seen();
        Optional<PostgresFacts> facts = seen.postgres().value();
        if (facts.isEmpty()) {
            return isRefused(seen.postgres().reason()) ? 0 : null;
        }
        return flag(facts.get().server().monitorPrivileges()
                && !isRefused(seen.sizes().reason())
                && (member.disk().isPresent() || !lacksDiskView(seen.sizes().value())));
    }

    private static boolean isRefused(Optional<Failure> failure) {
        return failure.map(Failure::kind).filter(REFUSALS::contains).isPresent();
    }

    private static boolean lacksDiskView(Optional<PostgresSizes> sizes) {
        return sizes.map(read -> read.missing().get(PostgresSizes.Part.DISK))
                .map(Failure::kind)
                .filter(WITHOUT_VIEW::contains)
                .isPresent();
    }
}
