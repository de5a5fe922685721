package io.greenlang.patroni.monitor.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.MemberAddress;
import io.greenlang.patroni.monitor.model.MemberObservation.Presence;
import io.greenlang.patroni.monitor.poll.DcsBudget.ViewRotation;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ViewRotationTest {
    private static final Presence REACHABLE = new Presence(
            new MemberAddress("http://10.0.0.1:8008", "10.0.0.1", 5432), true, Instant.EPOCH, Instant.EPOCH);
    private static final Presence NO_ADDRESS = new Presence(MemberAddress.NONE, true, Instant.EPOCH, Instant.EPOCH);
    private static final Map<String, Presence> THREE = Map.of("n1", REACHABLE, "n2", REACHABLE, "n3", REACHABLE);

    private final ViewRotation rotation = new ViewRotation();

    @Test
    void takesTurns() {
        THREE.keySet().forEach(name -> rotation.learn(name, true));
        assertThat(new String[] {rotation.next(THREE), rotation.next(THREE), rotation.next(THREE), rotation.next(THREE)
                })
                .containsExactly("n1", "n2", "n3", "n1");
    }

    @Test
    void passesOverWhoDidNotAnswer() {
        rotation.learn("n1", true);
        rotation.learn("n2", false);
        rotation.learn("n3", true);
        assertThat(new String[] {rotation.next(THREE), rotation.next(THREE), rotation.next(THREE)})
                .containsExactly("n1", "n3", "n1");
    }

    @Test
    void asksAnybodyWhenNobodyAnswered() {
        assertThat(rotation.hasWitness(THREE)).isFalse();
        assertThat(rotation.next(THREE)).isEqualTo("n1");
        assertThat(rotation.next(THREE)).isEqualTo("n2");
    }

    @Test
    void asksNobodyWithoutAnAddress() {
        rotation.learn("n1", true);
        assertThat(rotation.hasWitness(Map.of("n1", NO_ADDRESS))).isFalse();
        assertThat(rotation.next(Map.of("n1", NO_ADDRESS))).isNull();
        assertThat(rotation.next(Map.of())).isNull();
    }

    @Test
    void forgetsAMember() {
        rotation.learn("n1", true);
        rotation.keepOnly(Set.of("n2"));
        assertThat(rotation.hasWitness(THREE)).isFalse();
    }
}
