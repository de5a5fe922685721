package io.greenlang.patroni.monitor.testing;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.DcsState;
import io.greenlang.patroni.monitor.model.DcsState.Endpoint;
import io.greenlang.patroni.monitor.model.DcsState.Health;
import io.greenlang.patroni.monitor.model.DcsState.Keys;
import io.greenlang.patroni.monitor.model.DcsState.Lock;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.TimelineHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an etcd of up to three endpoints tells, to be put into a {@link Snapshots}. */
public final class DcsStates {
    private static final Instant AT = Reports.ASKED;

    private static final ClusterView NO_MEMBERS = new ClusterView("greenlang-cluster", List.of(), false, null);

    private DcsStates() {}

    /** @param owner null when nobody holds the lock */
    public static DcsState sound(@Nullable String owner, @Nullable Duration leaseLeft) {
        return new DcsState(keys(owner, leaseLeft), endpoints(3, 0, 0));
    }

    /** What is left of three endpoints cannot be read for the keys. */
    public static DcsState endpointsOnly(int sound, int withoutQuorum, int silent) {
        return new DcsState(
                sound > 0
                        ? keys("node1", Duration.ofSeconds(25))
                        : Answer.failed(FailureKind.TIMEOUT, "no complete answer", AT),
                endpoints(sound, withoutQuorum, silent));
    }

    /** The endpoints are sound, the keys can't be read. */
    public static DcsState keysFail(FailureKind kind) {
        return new DcsState(Answer.failed(kind, "etcd at http://etcd-1:2379: refused", AT), endpoints(3, 0, 0));
    }

    /** The keys can't be read, and each of the endpoints fails in this way. */
    public static DcsState allFail(FailureKind kind) {
        return withEndpoints(Answer.failed(kind, "etcd: refused", AT));
    }

    /** The keys are read through an endpoint that tells these errors of itself. */
    public static DcsState withErrors(String... errors) {
        return new DcsState(
                keys("node1", Duration.ofSeconds(25)),
                List.of(new Endpoint(
                        "http://etcd-1:2379",
                        Answer.answered(new Health("3.4.23", true, List.of(errors)), AT, AT.plusMillis(2)))));
    }

    /** The keys are refused, and every endpoint tells of an alarm. */
    public static DcsState refusedWithErrors() {
        return new DcsState(
                Answer.failed(FailureKind.PERMISSION, "etcd: permission denied", AT),
                withErrors("alarm NOSPACE").endpoints());
    }

    /** The keys are read, and the only endpoint answers so. */
    public static DcsState keysBeside(FailureKind kind) {
        return new DcsState(
                keys("node1", Duration.ofSeconds(25)),
                List.of(new Endpoint("http://etcd-1:2379", Answer.failed(kind, "etcd: refused", AT))));
    }

    /** The keys can't be read, and no endpoint was asked yet. */
    public static DcsState notAskedYet() {
        return withEndpoints(Answer.notAsked());
    }

    private static DcsState withEndpoints(Answer<Health> each) {
        return new DcsState(
                Answer.failed(FailureKind.AUTH, "etcd: refused", AT),
                List.of(new Endpoint("http://etcd-1:2379", each), new Endpoint("http://etcd-2:2379", each)));
    }

    /** The keys of one cluster, which nobody leads, at a sound endpoint. */
    public static DcsState of(String systemIdentifier, DynamicConfig config, TimelineHistory history) {
        return new DcsState(
                Answer.answered(new Keys(null, NO_MEMBERS, history, config, systemIdentifier, Set.of()), AT, AT),
                endpoints(1, 0, 0));
    }

    private static Answer<Keys> keys(@Nullable String owner, @Nullable Duration leaseLeft) {
        Lock lock = owner == null ? null : new Lock(owner, leaseLeft);
        return Answer.answered(new Keys(lock, NO_MEMBERS, null, null, null, Set.of()), AT, AT.plusMillis(3));
    }

    private static List<Endpoint> endpoints(int sound, int withoutQuorum, int silent) {
        List<Answer<Health>> answers = new ArrayList<>();
        for (int i = 0; i < sound; i++) {
            answers.add(Answer.answered(new Health("3.4.23", true, List.of()), AT, AT.plusMillis(2)));
        }
        for (int i = 0; i < withoutQuorum; i++) {
            answers.add(Answer.answered(new Health("3.4.23", false, List.of()), AT, AT.plusMillis(2)));
        }
        for (int i = 0; i < silent; i++) {
            answers.add(Answer.failed(FailureKind.REFUSED, "etcd: connection refused", AT));
        }
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            endpoints.add(new Endpoint("http://etcd-" + (i + 1) + ":2379", answers.get(i)));
        }
        return endpoints;
    }
}
