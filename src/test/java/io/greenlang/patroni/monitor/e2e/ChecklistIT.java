package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.StubCluster;
import io.greenlang.patroni.monitor.testing.StubNodes;
import io.greenlang.patroni.monitor.testing.StubNodes.Reply;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** preflight and postflight against stub nodes, by the exit status and the item that fails. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class ChecklistIT {
    private final Path folder = Target.newFolder("checklist");
    private StubNodes stubs;
    private StubCluster cluster;

    @BeforeEach
    void open() throws IOException {
        stubs = new StubNodes();
        cluster = StubCluster.open(stubs, "orders");
    }

    @AfterEach
    void close() throws IOException {
        stubs.close();
    }

    @Test
    void goesThenNamesTheItemThatFailsThenKnowsNothing() throws IOException {
        Command.Result go = preflightUntil(0);
        assertThat(go.out())
                .contains("GO; not checked: A recent backup is complete")
                .doesNotContain("\u001b");

        for (int i = 0; i < cluster.urls().size(); i++) {
            int index = i;
            cluster.node(i).answer(path -> {
                Reply good = cluster.answer(index, path);
                return path.equals("/cluster") ? good.replace("\"scope\"", "\"pause\": true, \"scope\"") : good;
            });
        }
        Command.Result paused = preflightUntil(1);
        assertThat(paused.out()).contains("[FAIL]    The cluster is not paused: maintenance mode is on");

        for (int i = 0; i < cluster.urls().size(); i++) {
            cluster.node(i).hang();
        }
        Command.Result blind = preflightUntil(4);
        assertThat(blind.out()).contains("UNKNOWN: ");
    }

    @Test
    void comparesWithWhatWasSavedBefore() throws IOException {
        Path before = Files.writeString(
                folder.resolve("before.json"), preflightUntil(0, "--json").out());
        String[] postflight = {"postflight", "--config", config(), "--since", before.toString()};

        MonitorProcess.command(Watch.SOON, 0, postflight);

        cluster.node(2).answer(path -> Reply.nothing());
        Command.Result lost = MonitorProcess.command(Watch.SOON, 1, postflight);
        assertThat(lost.out()).contains("[FAIL]    Every member of before is back: orders-2");
    }

    @Test
    void aSeedThatHangsHidesNothing() throws IOException {
        cluster.node(2).hang();

        Command.Result status = MonitorProcess.command(
                Watch.SOON,
                1,
                "status",
                "--seed",
                cluster.urls().get(2).toString(),
                "--seed",
                cluster.urls().get(0).toString());

        assertThat(status.out()).contains("Cluster: orders").contains("PatroniMemberDown orders-2");
    }

    private Command.Result preflightUntil(int exitStatus, String... more) throws IOException {
        String[] command = {"preflight", "--config", config()};
        String[] all =
                Stream.concat(Arrays.stream(command), Arrays.stream(more)).toArray(String[]::new);
        return MonitorProcess.command(Watch.SOON, exitStatus, all);
    }

    private String config() throws IOException {
        return Files.writeString(
                        folder.resolve("monitor.conf"),
                        "patroni-monitor { clusters {\n" + cluster.monitorConfig() + "} }\n")
                .toString();
    }
}
