package io.greenlang.patroni.monitor.source.document;

import static io.greenlang.patroni.monitor.net.UnusableAnswerException.badAnswer;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.config.InputLimits;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.Lag;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.ClusterView.ScheduledRestart;
import io.greenlang.patroni.monitor.model.ClusterView.ScheduledSwitchover;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.MemberAddress.Unusable;
import io.greenlang.patroni.monitor.model.MemberRole;
import io.greenlang.patroni.monitor.model.PostgresState;
import io.greenlang.patroni.monitor.net.Excerpt;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code /cluster}. A member that is listed oddly never costs the others. */
public final class ClusterParser {
    /** Nothing that could end the host part of a URL or of a connection string. */
    private static final Pattern HOST = Pattern.compile("[\\w.:%-]{1,253}");

    private static final int MAX_PORT = 65_535;
    private static final Pattern SECRET = Pattern.compile("//[^/]*@");
    private static final Pattern PATH = Pattern.compile("(/patroni)?/*([?#].*)?$");

    private ClusterParser() {}

    /**
     * How much of it is taken in.
     *
     * @param baseOf as {@link RestAddress#baseOf}, which is the same for the same member in every round
     * @param known members, which are taken in before others
     */
    public record Admission(Function<String, @Nullable String> baseOf, InputLimits limits, Set<String> known) {}

    public static ClusterView parse(JsonNode json, Admission admission) throws UnusableAnswerException {
        JsonFields cluster = new JsonFields(json);
        if (!cluster.get("members").isArray()) {
            throw badAnswer("no array in \"members\", which every version of Patroni writes");
        }
        ListedEntries entries = ListedEntries.of(cluster.get("members"), admission.limits(), admission.known());
        List<ListedMember> members = new ArrayList<>();
        List<ScheduledRestart> restarts = new ArrayList<>();
        entries.taken().forEach((name, member) -> {
            members.add(member(name, new JsonFields(member), admission.baseOf()));
            JsonNode restart = member.path("scheduled_restart");
            if (restart.isObject()) {
                restarts.add(new ScheduledRestart(name, PatroniTime.ofText(restart.path("schedule"))));
            }
        });
        return new ClusterView(
                cluster.nonEmptyText("scope"),
                members,
                cluster.isTrue("pause"),
                scheduledSwitchover(cluster),
                restarts,
                entries.leftOut());
    }

    private static ListedMember member(String name, JsonFields member, Function<String, @Nullable String> baseOf) {
        String state = member.nonEmptyText("state");
        return new ListedMember(
                name,
                MemberRole.parse(member.text("role")),
                state == null ? PostgresState.UNKNOWN : new PostgresState(state),
                address(member, baseOf),
                member.positiveInt("timeline"),
                lag(member),
                member.tags());
    }

    private static MemberAddress address(JsonFields member, Function<String, @Nullable String> baseOf) {
        String apiUrl = member.text("api_url");
        String base = apiUrl == null ? null : baseOf.apply(apiUrl);
        String host = member.text("host");
        Integer port = member.positiveInt("port");
        boolean usableHost = host != null && HOST.matcher(host).matches();
        boolean usablePort = port != null && port <= MAX_PORT;
        boolean published = isPublished(member.get("host")) || isPublished(member.get("port"));
        return new MemberAddress(
                base,
                usableHost ? host : null,
                usablePort ? port : null,
                new Unusable(
                        base == null && isPublished(member.get("api_url")) ? shown(member.get("api_url")) : null,
                        published && !(usableHost && usablePort)
                                ? "host " + shown(member.get("host")) + ", port " + shown(member.get("port"))
                                : null));
    }

    private static boolean isPublished(JsonNode value) {
        return !value.isMissingNode() && !value.isNull();
    }

    /** What a URL may hold of a password is not for people. */
    private static String shown(JsonNode value) {
        return isPublished(value)
                ? Excerpt.of(PATH.matcher(
                                SECRET.matcher(value.asText(value.toString())).replaceFirst("//"))
                        .replaceFirst(""))
                : "unknown";
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
