package io.greenlang.patroni.monitor.model;

import org.jspecify.annotations.Nullable;

/**
 * Where a member is asked. Foreign data: the DCS says it.
 *
 * @param apiUrl base address of its REST API, such as {@code http://10.0.1.10:8008}, without a path; null when none is
 *     published that can be used
 * @param host PostgreSQL's {@code connect_address}, IPv6 without brackets; null like {@code apiUrl}
 * @param port PostgreSQL's port; null like {@code apiUrl}
 * @param unusable what is published and can't be used, for people
 */
public record MemberAddress(
        @Nullable String apiUrl,
        @Nullable String host,
        @Nullable Integer port,
        Unusable unusable) {
    public static final MemberAddress NONE = new MemberAddress(null, null, null);

    /**
     * Cut to a few plain characters.
     *
     * @param apiUrl null when it can be used, or nothing is published; so is {@code postgres}
     * @param postgres {@code host} and {@code port}
     */
    public record Unusable(
            @Nullable String apiUrl, @Nullable String postgres) {
        public static final Unusable NOTHING = new Unusable(null, null);
    }

    /** All that is published can be used. */
    public MemberAddress(@Nullable String apiUrl, @Nullable String host, @Nullable Integer port) {
        this(apiUrl, host, port, Unusable.NOTHING);
    }

    /** What is new, and for each part that is not published any more, what was known. */
    public MemberAddress orElse(MemberAddress known) {
        return new MemberAddress(
                apiUrl != null ? apiUrl : known.apiUrl,
                host != null ? host : known.host,
                port != null ? port : known.port,
                unusable);
    }

    /** Why its REST API can't be asked, while {@link #apiUrl} is null: {@code publishes no api_url}. */
    public String whyNoApi() {
        return unusable.apiUrl == null
                ? "publishes no api_url"
                : "publishes an unusable api_url \"" + unusable.apiUrl + "\"";
    }

    /** Why its PostgreSQL can't be asked, while {@link #host} or {@link #port} is null: {@code publishes no conn_url}. */
    public String whyNoPostgres() {
        return unusable.postgres == null
                ? "publishes no conn_url"
                : "publishes an unusable address of PostgreSQL, " + unusable.postgres;
    }
}
