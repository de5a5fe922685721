package io.greenlang.patroni.monitor.source.patroni;

import static io.greenlang.patroni.monitor.net.UnusableAnswerException.badAnswer;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.Lag;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.ClusterView.ScheduledRestart;
import io.greenlang.patroni.monitor.model.ClusterView.ScheduledSwitchover;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.PostgresState;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code /cluster}. */
final class ClusterParser {
    /** Nothing that could end the host part of a URL or of a connection string. */
    private static final Pattern HOST = Pattern.compile("[\\w.:%-]{1,253}");

    private static final int MAX_PORT = 65_535;

    private ClusterParser() {}

    static ClusterView parse(JsonNode json) throws UnusableAnswerException {
        return parse(json, RestAddress::baseOf);
    }

    /** @param baseOf as {@link RestAddress#baseOf}, which is the same for the same member in every round */
    static ClusterView parse(JsonNode json, Function<String, @Nullable String> baseOf) throws UnusableAnswerException {
        JsonFields cluster = new JsonFields(json);
        if (!cluster.get("members").isArray()) {
            throw badAnswer("no array in \"members\", which every version of Patroni writes");
        }
        List<ListedMember> members = new ArrayList<>();
        List<ScheduledRestart> restarts = new ArrayList<>();
        for (JsonNode member : cluster.get("members")) {
            ListedMember listed = member(new JsonFields(member), baseOf);
            members.add(listed);
            JsonNode restart = member.path("scheduled_restart");
            if (restart.isObject()) {
                restarts.add(new ScheduledRestart(listed.name(), PatroniTime.ofText(restart.path("schedule"))));
            }
        }
        return new ClusterView(
                cluster.nonEmptyText("scope"),
                members,
                cluster.isTrue("pause"),
                scheduledSwitchover(cluster),
                restarts);
    }

    private static ListedMember member(JsonFields member, Function<String, @Nullable String> baseOf)
            throws UnusableAnswerException {
        return new ListedMember(
                member.requiredText("name"),
                MemberRole.parse(member.requiredText("role")),
                new PostgresState(member.requiredText("state")),
                address(member, baseOf),
                member.positiveInt("timeline"),
                lag(member),
                member.tags());
    }

    private static MemberAddress address(JsonFields member, Function<String, @Nullable String> baseOf) {
        String apiUrl = member.text("api_url");
        String host = member.text("host");
        Integer port = member.positiveInt("port");
        return new MemberAddress(
                apiUrl == null ? null : baseOf.apply(apiUrl),
                host != null && HOST.matcher(host).matches() ? host : null,
                port != null && port <= MAX_PORT ? port : null);
    }

    /** Bytes are "unknown" where the member published no position, and left out for the leader. */
    private static Lag lag(JsonFields member) {
        Long bytes = member.wholeNumber("lag");
        Lsn received = member.textLsn("receive_lsn");
        return new Lag(
                bytes == null || bytes < 0 ? null : bytes,
                received != null ? received : member.textLsn("lsn"),
                member.textLsn("replay_lsn"));
    }

    private static @Nullable ScheduledSwitchover scheduledSwitchover(JsonFields cluster) {
        JsonFields switchover = cluster.object("scheduled_switchover");
        if (!switchover.node().isObject()) {
            return null;
        }
        return new ScheduledSwitchover(
                PatroniTime.ofText(switchover.get("at")),
                switchover.nonEmptyText("from"),
                switchover.nonEmptyText("to"));
    }
}
