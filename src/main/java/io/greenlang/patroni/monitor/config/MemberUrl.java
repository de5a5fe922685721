package io.greenlang.patroni.monitor.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address that every member has one of.
 *
 * @param template {@value MemberAddresses#NAME} stands for the member's name, {@value #HOST} for its PostgreSQL's host
 */
public record MemberUrl(String template) {
    static final String HOST = "{host}";

    private static final Pattern AUTHORITY =
            Pattern.compile("^https?://(\\[[^\\]]*]|[^/:?#]*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /** The same one for all of them. */
    boolean isShared() {
        return !template.contains(MemberAddresses.NAME) && !template.contains(HOST);
    }

    /** What stands where the host does, placeholders included; the template is valid. */
    String hostTemplate() {
        Matcher authority = AUTHORITY.matcher(template);
        return authority.find() ? authority.group(1) : "";
    }

    /** The hosts that the configuration names by it; none where the DCS does. */
    HostList hosts() {
        return hostTemplate().contains(HOST) ? HostList.NONE : HostList.ofTemplate(hostTemplate());
    }

    /**
     * @param host null when it is not known
     * @return empty when what is needed is not known, or can't be part of an address
     */
    public Optional<String> of(String member, @Nullable String host) {
        boolean named = !template.contains(MemberAddresses.NAME) || Authority.isHostName(member);
        String place = host == null ? "" : IPV6.matcher(host).matches() ? "[" + host + "]" : host;
        boolean placed = !template.contains(HOST) || place.startsWith("[") || Authority.isHostName(place);
        return named && placed
                ? Optional.of(template.replace(MemberAddresses.NAME, member).replace(HOST, place))
                : Optional.empty();
    }
}
