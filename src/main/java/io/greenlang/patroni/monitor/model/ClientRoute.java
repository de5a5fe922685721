package io.greenlang.patroni.monitor.model;

import io.greenlang.patroni.monitor.model.ClientEndpoint.Kind;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an endpoint of applications leads, held against who leads the cluster.
 *
 * @param member the one that answered there; null when none did, or when it can't be told which
 * @param detail which members it is about, or why it can't be told; one line for people
 */
public record ClientRoute(ClientEndpoint endpoint, @Nullable String member, Destination destination, String detail) {
    /** Failures that applications do not see: they log in with another account, and not from the monitor. */
    private static final Set<FailureKind> OF_THE_MONITOR =
            EnumSet.of(FailureKind.AUTH, FailureKind.PERMISSION, FailureKind.MONITOR_BUSY, FailureKind.INTERNAL);

    private static final Set<FailureKind> NOT_TRIED = EnumSet.of(FailureKind.MONITOR_BUSY, FailureKind.INTERNAL);

    /** What answers there. */
    public enum Destination {
        /** The leader behind a primary endpoint, a standby behind a replica endpoint. */
        RIGHT(Certainty.YES),
        /** A standby behind a primary endpoint. */
        STANDBY(Certainty.NO),
        /** A primary that is not the leader behind a primary endpoint. */
        STALE_PRIMARY(Certainty.NO),
        /** A primary, or the leader of a standby cluster, behind a replica endpoint. */
        PRIMARY(Certainty.NO),
        OTHER_CLUSTER(Certainty.NO),
        /** Nobody answers, or it can't be told who should. */
        UNKNOWN(Certainty.UNKNOWN);

        private final Certainty correct;

        Destination(Certainty correct) {
            this.correct = correct;
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Kind kind() {
        return endpoint.kind();
    }

    public String address() {
        return endpoint.address();
    }

    public Certainty correct() {
        return destination.correct;
    }

    /** Whether a connection was answered; unknown while none was tried. */
    public Certainty up() {
        return endpoint.answer()
                .fold(
                        answered -> Certainty.YES,
                        failure -> NOT_TRIED.contains(failure.kind()) ? Certainty.UNKNOWN : Certainty.NO,
                        () -> Certainty.UNKNOWN);
    }

    /** Why no connection was answered; empty while one was, or none was tried. */
    public Optional<Failure> failure() {
        return endpoint.answer().reason().filter(reason -> !NOT_TRIED.contains(reason.kind()));
    }

    /** Applications can't connect there either. */
    public boolean refusesEverybody() {
        return failure()
                .filter(reason -> !OF_THE_MONITOR.contains(reason.kind()))
                .isPresent();
    }
}
