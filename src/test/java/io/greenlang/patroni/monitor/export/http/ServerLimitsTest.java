package io.greenlang.patroni.monitor.export.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ServerLimitsTest {
    private final ThreadPoolExecutor workers = ServerLimits.workers();

    @AfterEach
    void end() {
        workers.shutdownNow();
    }

    @Test
    void oneRequestAfterTheOtherNeedsNoThreadEach() throws InterruptedException, ExecutionException {
        for (int i = 0; i < 200; i++) {
            workers.submit(() -> {}).get();
        }
        assertThat(workers.getLargestPoolSize()).isLessThan(20);
    }

    @Test
    void requestsThatHangDoNotHoldUpTheNextOne() throws InterruptedException, ExecutionException {
        CountDownLatch release = new CountDownLatch(1);
        for (int i = 0; i < 31; i++) {
            workers.execute(() -> await(release));
        }
        assertThat(workers.submit(() -> "served").get()).isEqualTo("served");
        release.countDown();
    }

    @Test
    void whatComesWhenAllThreadsAreTakenWaitsForItsTurn() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch served = new CountDownLatch(50);
        for (int i = 0; i < 32; i++) {
            workers.execute(() -> await(release));
        }
        for (int i = 0; i < 50; i++) {
            workers.execute(served::countDown);
        }
        assertThat(workers.getPoolSize()).isEqualTo(32);
        assertThat(served.getCount()).isEqualTo(50);
        release.countDown();
        assertThat(served.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
