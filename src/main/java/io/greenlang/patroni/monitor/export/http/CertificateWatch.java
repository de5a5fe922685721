package io.greenlang.patroni.monitor.export.http;

import io.greenlang.patroni.monitor.config.HttpConfig.ServerTls;
import io.greenlang.patroni.monitor.config.WatchedFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every second whether the server's certificate or key has changed, and has them read again. */
final class CertificateWatch implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(CertificateWatch.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final ServerTls tls;
    private final Renewal renewal;
    private final WatchedFiles files;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread named = new Thread(task, "http-certificate");
        named.setDaemon(true);
        return named;
    });

    /** Said last; empty when all was well since. Of the watching thread. */
    private String complaint = "";

    /** Reads certificate and key again. */
    interface Renewal {
        /** @throws IOException when they can't be used; what was in use stays */
        void renew() throws IOException;
    }

    CertificateWatch(ServerTls tls, Renewal renewal) {
        this.tls = tls;
        this.renewal = renewal;
        this.files = new WatchedFiles(tls.certFile(), tls.keyFile());
    }

    void start() {
        ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(
                this::look, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Catches everything: what escapes would end the schedule in silence. */
    private void look() {
        try {
            if (files.haveChanged()) {
                renewal.renew();
                complaint = "";
                logger.info("The changed certificate {} is in use", tls.certFile());
            }
        } catch (IOException e) {
            files.lookAgain();
            complain(String.valueOf(e.getMessage()));
        } catch (Throwable bug) {
            logger.error("A bug in the monitor kept it from reading certificate {}", tls.certFile(), bug);
        }
    }

    private void complain(String problem) {
        if (!problem.equals(complaint)) {
            complaint = problem;
            logger.warn("A changed certificate can't be used, the one before stays in use: {}", problem);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
