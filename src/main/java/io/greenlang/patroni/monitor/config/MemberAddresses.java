package io.greenlang.patroni.monitor.config;

import io.greenlang.patroni.monitor.model.MemberAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where members are asked instead of at the addresses that they publish: a pod publishes its IP, which is another one
 * after each restart, and which nobody outside may reach.
 *
 * @param patroni base address of the REST API with {@value #NAME} in it; null for the one that is published
 * @param postgres host with {@value #NAME} in it; null for the one that is published, with its port
 * @param postgresPort of {@code postgres}; null without one
 */
public record MemberAddresses(
        @Nullable String patroni,
        @Nullable String postgres,
        @Nullable Integer postgresPort) {
    /** Stands for the member's name. */
    static final String NAME = "{name}";

    public static final MemberAddresses PUBLISHED = new MemberAddresses(null, null, null);

    /** The hosts that these make. */
    HostList hosts() {
        HostList made = patroni == null ? HostList.NONE : HostList.ofTemplate(new MemberUrl(patroni).hostTemplate());
        return postgres == null ? made : made.and(HostList.ofTemplate(postgres));
    }

    /** @param member whose name is taken as part of a host name, or left alone where it can't be one */
    public MemberAddress of(String member, MemberAddress published) {
        if (!Authority.isHostName(member)) {
            return published;
        }
        return new MemberAddress(
                patroni == null ? published.apiUrl() : patroni.replace(NAME, member),
                postgres == null ? published.host() : postgres.replace(NAME, member),
                postgres == null ? published.port() : postgresPort,
                published.unusable());
    }
}
