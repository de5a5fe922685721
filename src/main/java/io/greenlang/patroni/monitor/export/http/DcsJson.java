package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.DcsState;
import io.greenlang.patroni.monitor.model.DcsState.Health;
import io.greenlang.patroni.monitor.model.DcsState.Lock;
import java.util.Optional;

/** The DCS: as members told, and as it was read directly. */
final class DcsJson {
    private DcsJson() {}

    static void describe(ObjectNode node, ClusterSnapshot snapshot) {
        JsonFacts.answer(node, snapshot.wall(), snapshot.seen().dcs().view());
        node.put(
                "lock_free_since",
                JsonFacts.text(snapshot.wall(), snapshot.facts().lockFreeSince()));
        direct(node.putObject("direct"), snapshot);
        Optional<ClusterView> view = snapshot.seen().dcs().view().value();
        ArrayNode leftOut = node.putArray("left_out");
        view.map(ClusterView::leftOut).ifPresent(entries -> entries.words().forEach(leftOut::add));
        ClusterView.ScheduledSwitchover planned =
                view.map(ClusterView::scheduledSwitchover).orElse(null);
        if (planned == null) {
            node.putNull("scheduled_switchover");
            return;
        }
        node.putObject("scheduled_switchover")
                .put("at", JsonFacts.text(snapshot.wall(), planned.at()))
                .put("from", planned.from())
                .put("to", planned.to());
    }

    /** As it was read directly. */
    private static void direct(ObjectNode node, ClusterSnapshot snapshot) {
        DcsState dcs = snapshot.seen().dcs().direct();
        node.put("enabled", dcs.isRead());
        JsonFacts.answer(node, snapshot.wall(), dcs.keys());
        Optional<Lock> lock = dcs.lock();
        node.put("lock_owner", lock.map(Lock::owner).orElse(null));
        node.put(
                "lease_remaining_seconds",
                lock.map(Lock::leaseLeft).map(JsonFacts::seconds).orElse(null));
        node.put("dispute", snapshot.facts().lockDispute());
        ArrayNode endpoints = node.putArray("endpoints");
        dcs.endpoints().forEach(endpoint -> {
            ObjectNode shown = endpoints.addObject().put("endpoint", endpoint.name());
            JsonFacts.answer(shown, snapshot.wall(), endpoint.health());
            shown.put(
                    "version",
                    endpoint.health()
                            .value()
                            .map(Health::version)
                            .filter(version -> !version.isEmpty())
                            .orElse(null));
            shown.put(
                    "has_quorum",
                    endpoint.health().value().map(Health::hasQuorum).orElse(null));
        });
    }
}
