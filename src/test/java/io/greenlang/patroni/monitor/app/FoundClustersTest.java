package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.source.dcs.FoundCluster;
import io.greenlang.patroni.monitor.source.dcs.Listing;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoundClustersTest {
    private static final Duration STEP = Duration.ofSeconds(30);

    private final Set<FoundCluster> answering = new HashSet<>();
    private final FoundClusters found = new FoundClusters(scope -> !scope.startsWith("test-"), answering::contains);
    private String store = "1";
    private Set<String> tooLong = Set.of();
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void takesWhatIsWantedAtOnce() {
        assertThat(look("a", "b", "test-c")).isTrue();
        assertThat(look("b", "a")).isFalse();

        assertThat(names()).containsExactly("a", "b");
        assertThat(found.failure()).isNull();
    }

    @Test
    void keepsAllWhileTheDcsIsAwayOrEmpty() {
        look("a", "b");

        for (int i = 0; i < 100; i++) {
            now = now.plus(STEP);
            assertThat(found.learn(Answer.failed(FailureKind.TIMEOUT, "no answer", now), now))
                    .isFalse();
        }
        assertThat(found.failure()).isNotNull();
        for (int i = 0; i < 100; i++) {
            assertThat(look()).isFalse();
        }

        assertThat(names()).containsExactly("a", "b");
        assertThat(found.failure()).hasToString("bad_answer: no cluster is there any more, which is not believed");
    }

    @Test
    void givesUpOneThatIsGoneForMinutesWhileOthersAreThere() {
        look("a", "b");

        for (int i = 0; i < 10; i++) {
            assertThat(look("a")).isFalse();
        }
        assertThat(look("a")).isTrue();

        assertThat(names()).containsExactly("a");
    }

    /** A DCS that was made new, in which one cluster has not registered yet. */
    @Test
    void neverGivesUpOneThatAnswers() {
        look("a", "b");
        answering.add(new FoundCluster("b", null));

        for (int i = 0; i < 100; i++) {
            assertThat(look("a")).isFalse();
        }
        answering.clear();

        assertThat(look("a")).isTrue();
    }

    @Test
    void doesNotBelieveThatOnlyUnwantedOnesAreLeft() {
        look("a", "test-b");

        for (int i = 0; i < 100; i++) {
            assertThat(look("test-b")).isFalse();
        }

        assertThat(names()).containsExactly("a");
    }

    @Test
    void beginsAgainWhenItIsBackInBetween() {
        look("a", "b");
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 9; i++) {
                look("a");
            }
            look("a", "b");
        }

        assertThat(names()).containsExactly("a", "b");
    }

    /** After a pause of the daemon the first look alone is no proof. */
    @Test
    void takesSeveralLooksWhateverTheTime() {
        look("a", "b");
        now = now.plus(Duration.ofHours(1));
        look("a");
        now = now.plus(Duration.ofHours(1));

        assertThat(look("a")).isFalse();
        assertThat(look("a")).isTrue();
    }

    @Test
    void knowsAfterARestartWhatWasThereBefore() {
        found.restore(List.of(
                new FoundClusters.Known(new FoundCluster("a", null), "1"),
                new FoundClusters.Known(new FoundCluster("test-b", null), "1")));

        assertThat(names()).containsExactly("a");
        assertThat(found.learn(Answer.failed(FailureKind.REFUSED, "no answer", now), now))
                .isFalse();
    }

    /** A cluster that is down can't register itself in a DCS that was made new. */
    @Test
    void neverGivesUpOneThatThisStoreHasNotHad() {
        look("a", "b");
        store = "2";

        for (int i = 0; i < 100; i++) {
            assertThat(look("a", "c")).isEqualTo(i == 0);
        }
        assertThat(names()).containsExactly("a", "b", "c");
        assertThat(found.elsewhere()).containsExactly(new FoundCluster("b", null));

        FoundClusters afterRestart = new FoundClusters(scope -> true, one -> false);
        afterRestart.restore(found.known());
        for (int i = 0; i < 100; i++) {
            now = now.plus(STEP);
            // that it was put back is forgotten: the store has its first name again
            Listing look = new Listing(Set.of(new FoundCluster("a", null), new FoundCluster("c", null)), Set.of(), "1");
            afterRestart.learn(Answer.answered(look, now, now), now);
        }
        assertThat(afterRestart.elsewhere()).containsExactly(new FoundCluster("b", null));

        look("a", "b", "c");
        assertThat(found.elsewhere()).isEmpty();
        for (int i = 0; i < 20; i++) {
            look("a", "c");
        }
        assertThat(names()).as("gone from the store that had it").containsExactly("a", "c");
    }

    /** Or another name could take its place among those that are watched. */
    @Test
    void keepsTheOrderInWhichTheyWereFound() {
        look("m", "z");
        look("m", "z", "a");

        assertThat(names()).containsExactly("m", "z", "a");
    }

    @Test
    void countsNamesThatAreTooLongIfTheyAreWanted() {
        tooLong = Set.of("test-xxxxxx", "yyyyyyyyyyy");

        look("a");

        assertThat(found.unusable()).isEqualTo(1);
        assertThat(found.leftOut()).isZero();
    }

    @Test
    void countsWhatIsTooMuch() {
        String[] many = IntStream.range(0, FoundClusters.MOST + 7)
                .mapToObj(i -> "c%05d".formatted(i))
                .toArray(String[]::new);

        look(many);

        assertThat(found.clusters()).hasSize(FoundClusters.MOST);
        assertThat(found.leftOut()).isEqualTo(7);
    }

    private boolean look(String... scopes) {
        now = now.plus(STEP);
        Set<FoundCluster> all = Arrays.stream(scopes)
                .map(scope -> new FoundCluster(scope, null))
                .collect(Collectors.toSet());
        return found.learn(Answer.answered(new Listing(all, tooLong, store), now, now), now);
    }

    private List<String> names() {
        return found.clusters().stream().map(FoundCluster::toString).toList();
    }
}
