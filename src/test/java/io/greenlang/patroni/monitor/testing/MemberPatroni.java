package io.greenlang.patroni.monitor.testing;

import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PatroniVersion;
import io.greenlang.patroni.monitor.model.PostgresState;
import io.greenlang.patroni.monitor.model.TagValue;
import io.greenlang.patroni.monitor.model.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a member answers at {@code /patroni}. */
abstract class MemberPatroni<M extends MemberPatroni<M>> {
    public static final Lsn POSITION = Lsn.parse("4/2000A0F8");
    static final String SYSTEM_IDENTIFIER = "7432198765432109876";

    final String name;
    final boolean primary;
    PostgresState state = PostgresState.RUNNING;
    int serverVersion = 150_020;

    @Nullable Lsn position = POSITION;

    @Nullable Lsn received = POSITION;

    String scope = Snapshots.CLUSTER;

    @Nullable String systemByPatroni = SYSTEM_IDENTIFIER;

    @Nullable Integer timelineByPatroni = 4;

    private @Nullable Instant started;
    private @Nullable String calledByPatroni;
    private String patroniVersion = "4.1.4";
    private NodeRole role;
    private final Set<PatroniStatus.Flag> flags = EnumSet.noneOf(PatroniStatus.Flag.class);
    private final Map<String, TagValue> tags = new TreeMap<>();
    private @Nullable Duration dcsAge = Duration.ofSeconds(3);
    private @Nullable Instant dcsLastSeen;
    private boolean shortShape;
    private @Nullable Instant replayedTimestamp;
    private @Nullable PostgresState replicationState;
    private List<PatroniStatus.PendingSetting> pendingSettings = List.of();
    private @Nullable Duration clockAhead = Duration.ZERO;

    MemberPatroni(String name, boolean primary) {
        this.name = name;
        this.calledByPatroni = name;
        this.primary = primary;
        this.role = primary ? NodeRole.PRIMARY : NodeRole.REPLICA;
    }

    abstract M self();

    public String name() {
        return name;
    }

    public M scope(String called) {
        scope = called;
        return self();
    }

    /** @param other what its Patroni says that it is called; null before Patroni 3.2.0 */
    public M calls(@Nullable String other) {
        calledByPatroni = other;
        return self();
    }

    public M unnamed() {
        return calls(null);
    }

    public M patroniVersion(String version) {
        patroniVersion = version;
        return self();
    }

    public M role(NodeRole own) {
        role = own;
        return self();
    }

    public M state(String text) {
        state = new PostgresState(text);
        return self();
    }

    /** The short shape: Patroni's own SQL failed or was not tried. */
    public M says(NodeRole own, String text) {
        shortShape = true;
        role(own);
        return state(text);
    }

    public M flags(PatroniStatus.Flag... set) {
        flags.addAll(List.of(set));
        return self();
    }

    public M tag(String key, String value) {
        return tag(key, TagValue.text(value));
    }

    public M tag(String key, TagValue value) {
        tags.put(key, value);
        return self();
    }

    /** @param age null for a Patroni that does not tell */
    public M dcsAge(@Nullable Duration age) {
        dcsAge = age;
        dcsLastSeen = null;
        return self();
    }

    public M dcsLastSeen(@Nullable Instant when) {
        dcsAge = null;
        dcsLastSeen = when;
        return self();
    }

    /** By default a day before every round. */
    public M started(Instant when) {
        started = when;
        return self();
    }

    public M serverVersion(int number) {
        serverVersion = number;
        return self();
    }

    /** How far its WAL goes, or how far it has received and replayed it. */
    public M position(@Nullable Lsn reached) {
        position = reached;
        received = reached;
        return self();
    }

    public M withoutPosition() {
        return position(null);
    }

    public M received(long reached) {
        return received(new Lsn(reached));
    }

    public M received(Lsn reached) {
        received = reached;
        return self();
    }

    public M replayedTimestamp(Instant committed) {
        replayedTimestamp = committed;
        return self();
    }

    public M replicationState(@Nullable String text) {
        replicationState = text == null ? null : new PostgresState(text);
        return self();
    }

    public M pendingSettings(PatroniStatus.PendingSetting... all) {
        pendingSettings = List.of(all);
        return self();
    }

    /** @param ofOurs how far its host's clock is; null when it does not tell */
    public M clockAhead(@Nullable Duration ofOurs) {
        clockAhead = ofOurs;
        return self();
    }

    boolean isNamed() {
        return calledByPatroni != null;
    }

    Tags tags() {
        return new Tags(tags);
    }

    Instant startedBefore(Instant now) {
        return started == null ? now.minus(Duration.ofDays(1)) : started;
    }

    /** Its Patroni's answer of that moment. */
    public PatroniStatus status(Instant now) {
        return new PatroniStatus(
                new PatroniStatus.Identity(
                        scope, calledByPatroni, PatroniVersion.parse(patroniVersion), systemByPatroni),
                state,
                role,
                flags,
                tags(),
                dcsAge == null ? dcsLastSeen : now.minus(dcsAge),
                shortShape ? null : postgres(now),
                pendingSettings,
                clockAhead == null ? null : new ClockOffset(clockAhead));
    }

    private PatroniStatus.Postgres postgres(Instant now) {
        return new PatroniStatus.Postgres(
                serverVersion,
                startedBefore(now),
                timelineByPatroni,
                primary ? position : null,
                primary ? null : received,
                primary ? null : position,
                replayedTimestamp,
                replicationState);
    }
}
