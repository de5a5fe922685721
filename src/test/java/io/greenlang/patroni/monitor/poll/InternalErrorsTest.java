package io.greenlang.patroni.monitor.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.testing.LoggedEvents;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InternalErrorsTest {
    @RegisterExtension
    final LoggedEvents log = LoggedEvents.of(InternalErrors.class);

    private final AtomicInteger counted = new AtomicInteger();
    private final InternalErrors errors = new InternalErrors("c", CountedBugs.in(counted));

    @Test
    void areCountedEachTimeAndLoggedOnceWithTheTrace() {
        IllegalStateException bug = new IllegalStateException("no such thing");
        Failure failure = errors.take("the sizes of n1", bug);
        errors.take("the sizes of n1", new CompletionException(bug));

        assertThat(failure).isEqualTo(new Failure(FailureKind.INTERNAL, "a bug in the monitor: IllegalStateException"));
        assertThat(counted).hasValue(2);
        assertThat(log.list).singleElement().satisfies(event -> {
            assertThat(event.getFormattedMessage()).contains("the sizes of n1");
            assertThat(event.getThrowableProxy().getMessage()).isEqualTo("no such thing");
            assertThat(event.getKeyValuePairs()).extracting(Object::toString).containsExactly("cluster=\"c\"");
        });
    }

    @Test
    void ofAnotherPlaceAreLoggedToo() {
        errors.take("the sizes of n1", new IllegalStateException());
        errors.take("the sizes of n1", new ArithmeticException());
        errors.take("the sizes of n2", new ArithmeticException());
        assertThat(log.list).hasSize(3);
    }

    @Test
    void ofAResultThatNobodyAsksForDoNotVanish() {
        CompletableFuture<String> unattended = new CompletableFuture<>();
        CompletableFuture<String> watched = errors.watched("the disk metrics of n1", unattended);
        unattended.completeExceptionally(new ArithmeticException());
        assertThat(watched).isCompletedExceptionally();
        assertThat(counted).hasValue(1);
    }
}
