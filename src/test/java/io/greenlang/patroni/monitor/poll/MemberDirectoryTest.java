package io.greenlang.patroni.monitor.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.ClusterConfig.Discovery;
import io.greenlang.patroni.monitor.config.MemberAddresses;
import io.greenlang.patroni.monitor.model.ClusterView;
import io.greenlang.patroni.monitor.model.ClusterView.ListedMember;
import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.testing.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MemberDirectoryTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final MemberDirectory directory = new MemberDirectory(MemberAddresses.PUBLISHED, 50);

    @Test
    void remembersAMemberThatIsNoLongerListed() {
        directory.merge(view(member("n1", 1), member("n2", 2)), START);
        directory.merge(view(member("n2", 2)), START.plusSeconds(30));

        assertThat(directory.known()).containsOnlyKeys("n1", "n2");
        assertThat(directory.known().get("n1").listed()).isFalse();
        assertThat(directory.known().get("n1").lastListed()).isEqualTo(START);
        assertThat(directory.known().get("n2").firstSeen()).isEqualTo(START);
        assertThat(directory.known().get("n2").lastListed()).isEqualTo(START.plusSeconds(30));
    }

    @Test
    void followsANewAddress() {
        directory.merge(view(member("n1", 1)), START);
        directory.merge(view(member("n1", 7)), START);
        assertThat(directory.known().get("n1").address().apiUrl()).isEqualTo("http://10.0.0.7:8008");
    }

    @Test
    void followsANewAddressOnlyWhenASecondMemberShowsIt() {
        ClusterView before = view(member("n1", 1), member("n2", 2));
        ClusterView after = view(member("n1", 7), member("n2", 2), member("n9", 9));
        directory.merge(before, START);

        directory.merge(after, List.of(before, before), START);
        assertThat(directory.known().get("n1").address().host()).isEqualTo("10.0.0.1");
        assertThat(directory.known().get("n1").listed()).isTrue();
        assertThat(directory.known().get("n9").address().host())
                .as("a new member is asked at once")
                .isEqualTo("10.0.0.9");

        directory.merge(before, List.of(after, before), START);
        directory.merge(after, List.of(before, after), START);
        assertThat(directory.known().get("n1").address().host()).isEqualTo("10.0.0.7");
    }

    @Test
    void keepsTheAddressOfAMemberThatPublishesNoneAnyMore() {
        directory.merge(view(member("n1", 1)), START);
        directory.merge(view(member("n1", MemberAddress.NONE)), START);
        assertThat(directory.known().get("n1").address().host()).isEqualTo("10.0.0.1");
    }

    @Test
    void doesNotLetANewPodAnswerForADeadOneThatHadItsAddress() {
        directory.merge(view(member("old", 1)), START);
        directory.merge(view(member("new", 1)), START.plusSeconds(30));
        assertThat(directory.known().get("old").address()).isEqualTo(MemberAddress.NONE);
        assertThat(directory.known().get("new").address().host()).isEqualTo("10.0.0.1");
    }

    @Test
    void twoMembersOnOneHostKeepTheirOwnPorts() {
        MemberAddress first = new MemberAddress("http://10.0.0.1:8008", "10.0.0.1", 5432);
        MemberAddress second = new MemberAddress("http://10.0.0.1:8009", "10.0.0.1", 5433);
        directory.merge(view(member("n1", first), member("n2", second)), START);
        directory.merge(view(member("n2", second)), START);
        assertThat(directory.known().get("n1").address()).isEqualTo(first);
    }

    @Test
    void forgetsWhoHasBeenMissingForTooLong() {
        directory.merge(view(member("n1", 1), member("n2", 2)), START);
        directory.merge(view(member("n2", 2)), START.plusSeconds(3600));
        directory.forget(discovery(Duration.ofHours(1), Set.of()), START.plusSeconds(3600));
        assertThat(directory.known()).as("exactly an hour").containsKey("n1");
        directory.forget(discovery(Duration.ofHours(1), Set.of()), START.plusSeconds(3601));
        assertThat(directory.known()).containsOnlyKeys("n2");
    }

    @Test
    void forgetsWhoWasRemovedOnPurpose() {
        directory.merge(view(member("n1", 1), member("n2", 2)), START);
        directory.merge(view(member("n2", 2)), START);
        directory.forget(discovery(Duration.ofHours(24), Set.of("n1", "n2")), START);
        assertThat(directory.known()).as("n2 is still listed").containsOnlyKeys("n2");
    }

    @Test
    void asksMembersWhereTheConfigurationSays() {
        MemberDirectory directory = new MemberDirectory(
                new MemberAddresses("http://{name}.patroni.svc:8008", "{name}.patroni.svc", 5432), 50);
        directory.merge(
                view(member("patroni-0", 1), member("odd/name", 2), member("silent", MemberAddress.NONE)), START);
        directory.meet(Map.of("met", new MemberAddress("http://10.0.0.9:8008", null, null)), START);

        assertThat(directory.known().get("patroni-0").address())
                .isEqualTo(new MemberAddress("http://patroni-0.patroni.svc:8008", "patroni-0.patroni.svc", 5432));
        assertThat(directory.known().get("silent").address().host()).isEqualTo("silent.patroni.svc");
        assertThat(directory.known().get("met").address().apiUrl()).isEqualTo("http://met.patroni.svc:8008");
        assertThat(directory.known().get("odd/name").address().host())
                .as("no part of a host name")
                .isEqualTo("10.0.0.2");
    }

    @Test
    void asksWhereAMemberPublishesWhatTheConfigurationLeavesOut() {
        MemberDirectory directory = new MemberDirectory(new MemberAddresses(null, "{name}.patroni.svc", 5433), 50);
        directory.merge(view(member("n1", 1)), START);

        assertThat(directory.known().get("n1").address())
                .isEqualTo(new MemberAddress("http://10.0.0.1:8008", "n1.patroni.svc", 5433));
    }

    private static Discovery discovery(Duration forgetAfter, Set<String> forgetMembers) {
        return new Discovery("main", List.of(), null, "http", MemberAddresses.PUBLISHED, forgetAfter, forgetMembers);
    }

    private static ClusterView view(ListedMember... members) {
        return new ClusterView(null, Stream.of(members).toList(), false, null);
    }

    private static ListedMember member(String name, int host) {
        return member(name, new MemberAddress("http://10.0.0." + host + ":8008", "10.0.0." + host, 5432));
    }

    private static ListedMember member(String name, MemberAddress address) {
        return Member.replica(name).address(address).listed();
    }
}
