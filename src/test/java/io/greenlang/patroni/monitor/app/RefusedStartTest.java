package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that can't start says why, also where its last line takes its time: the log is written by a thread of its own. */
class RefusedStartTest {
    @Test
    void saysWhyBeforeItEnds(@TempDir Path folder) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path config = Files.writeString(folder.resolve("monitor.conf"), """
                    patroni-monitor {
                      log.level = error
                      http { host = "127.0.0.1", port = %d }
                      clusters { shop { seeds = ["http://127.0.0.1:1"], postgres.enabled = false } }
                    }
                    """.formatted(taken.getLocalPort()));

            Command.Result refused =
                    Command.run(Command.java(SlowStandardError.class, "run", "--config", config.toString()));

            assertThat(refused.exitCode()).as("a supervisor tries again").isEqualTo(ExitCode.NOT_STARTED);
            assertThat(refused.err()).contains("can't listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    /** The monitor, as on a machine that is slow just then. */
    static final class SlowStandardError {
        private SlowStandardError() {}

        public static void main(String[] args) {
            OutputStream fast = System.err;
            System.setErr(new PrintStream(
                    new OutputStream() {
                        @Override
                        public void write(int one) throws IOException {
                            write(new byte[] {(byte) one}, 0, 1);
                        }

                        @Override
                        public void write(byte[] bytes, int from, int length) throws IOException {
                            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
                            fast.write(bytes, from, length);
                        }
                    },
                    true,
                    StandardCharsets.UTF_8));
            Main.main(args);
        }
    }
}
