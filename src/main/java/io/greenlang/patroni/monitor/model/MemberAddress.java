package io.greenlang.patroni.monitor.model;

import org.jspecify.annotations.Nullable;

/**
 * Where a member is asked. Foreign data: the DCS says it.
 *
 * @param apiUrl base address of its REST API, such as {@code http://10.0.1.10:8008}, without a path; null when not
 *     published
 * @param host PostgreSQL's {@code connect_address}, IPv6 without brackets; null when not published
 * @param port PostgreSQL's port; null when not published
 */
public record MemberAddress(
        @Nullable String apiUrl,
        @Nullable String host,
        @Nullable Integer port) {
    public static final MemberAddress NONE = new MemberAddress(null, null, null);

    /** What is new, and for each part that is not published any more, what was known. */
    public MemberAddress orElse(MemberAddress known) {
        return new MemberAddress(
                apiUrl != null ? apiUrl : known.apiUrl,
                host != null ? host : known.host,
                port != null ? port : known.port);
    }
}
