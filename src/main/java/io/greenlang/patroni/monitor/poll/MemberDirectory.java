package io.greenlang.patroni.monitor.poll;

import io.greenlang.patroni.monitor.config.ClusterConfig.Discovery;
import io.greenlang.patroni.monitor.config.MemberAddresses;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.MemberObservation.Presence;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every member that was ever listed, until it is forgotten. {@code /cluster} alone is no inventory: a dead member
 * vanishes from it after the ttl, and on Kubernetes never. Confined to its poll thread.
 */
final class MemberDirectory {
    private final Map<String, Presence> members;
    private final MemberAddresses addresses;
    private final int mostAbsent;
    private Set<String> lastMet = Set.of();
    private int leftOut;

    /** Of a cluster of which nothing is remembered. */
    MemberDirectory(MemberAddresses addresses, int mostAbsent) {
        this(new TreeMap<>(), addresses, mostAbsent);
    }

    /**
     * @param members who is known; this one's own from now on
     * @param addresses where members are asked
     * @param mostAbsent how many are remembered that are not listed any more
     */
    MemberDirectory(Map<String, Presence> members, MemberAddresses addresses, int mostAbsent) {
        this.members = members;
        this.addresses = addresses;
        this.mostAbsent = mostAbsent;
    }

    /** The members as they are known now, by name. */
    Map<String, Presence> known() {
        return Map.copyOf(members);
    }

    /** The same, where nobody else shows the DCS. */
    void merge(ClusterView view, Instant now) {
        merge(view, List.of(), now);
    }

    /**
     * Takes in what {@code /cluster} lists: new members, new addresses, and who is missing. A known member's new address is
     * believed from no member alone: it would lead the monitor away from that member, to somebody who answers in its name.
     *
     * @param others what other members showed last; may be empty
     */
    void merge(ClusterView view, List<ClusterView> others, Instant now) {
        Map<String, MemberAddress> listed = new TreeMap<>();
        view.members().forEach(member -> {
            Presence known = members.get(member.name());
            listed.put(
                    member.name(),
                    known == null || isConfirmed(member, others)
                            ? addresses.of(member.name(), member.address())
                            : known.address());
        });
        members.replaceAll(
                (name, known) -> new Presence(known.address(), false, known.firstSeen(), known.lastListed()));
        listed.forEach((name, address) -> {
            Presence known = members.get(name);
            members.put(
                    name,
                    known == null
                            ? new Presence(address, true, now, now)
                            : new Presence(address.orElse(known.address()), true, known.firstSeen(), now));
        });
        members.replaceAll((name, known) -> known.listed() ? known : withoutTakenAddress(known, listed.values()));
    }

    private static boolean isConfirmed(ListedMember member, List<ClusterView> others) {
        return others.isEmpty()
                || others.stream()
                        .flatMap(view -> view.member(member.name()).stream())
                        .anyMatch(same -> same.address().equals(member.address()));
    }

    /** Takes in members that were met at an address of the configuration, while no {@code /cluster} could be had. */
    void meet(Map<String, MemberAddress> met, Instant now) {
        lastMet = Set.copyOf(met.keySet());
        met.forEach((name, address) ->
                members.putIfAbsent(name, new Presence(addresses.of(name, address), false, now, now)));
    }

    /** Drops who has been missing for too long, and who was removed on purpose and isn't listed any more. */
    void forget(Discovery discovery, Instant now) {
        members.entrySet().removeIf(member -> {
            Presence known = member.getValue();
            boolean overdue = known.lastListed().plus(discovery.forgetAfter()).isBefore(now);
            return !known.listed() && (overdue || discovery.forgetMembers().contains(member.getKey()));
        });
        leaveOutAbsent();
    }

    /** Those that were known first stay: names that somebody floods the DCS with may not push out an old primary. */
    private void leaveOutAbsent() {
        List<String> tooMany = members.entrySet().stream()
                .filter(member -> !member.getValue().listed() && !lastMet.contains(member.getKey()))
                .sorted(Comparator.comparing(member -> member.getValue().firstSeen()))
                .skip(mostAbsent)
                .map(Map.Entry::getKey)
                .toList();
        members.keySet().removeAll(tooMany);
        leftOut += tooMany.size();
    }

    /** How many absent members were forgotten early, since the start, because there were too many. */
    int leftOut() {
        return leftOut;
    }

    /** Addresses are used again (pods): what answers there now is another member, and must not speak for this one. */
    private static Presence withoutTakenAddress(Presence gone, Collection<MemberAddress> listed) {
        MemberAddress old = gone.address();
        boolean apiTaken = listed.stream()
                .anyMatch(other -> old.apiUrl() != null && old.apiUrl().equals(other.apiUrl()));
        boolean hostTaken = listed.stream()
                .anyMatch(other -> old.host() != null
                        && old.host().equals(other.host())
                        && Objects.equals(old.port(), other.port()));
        if (!apiTaken && !hostTaken) {
            return gone;
        }
        MemberAddress left = new MemberAddress(
                apiTaken ? null : old.apiUrl(),
                hostTaken ? null : old.host(),
                hostTaken ? null : old.port(),
                old.unusable());
        return new Presence(left, gone.listed(), gone.firstSeen(), gone.lastListed());
    }
}
