package io.greenlang.patroni.monitor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShellCommandsTest {
    @Test
    void joinsWhatBelongsTogether() {
        assertThat(ShellCommands.of("""
                # 1. Look
                kubectl  exec patroni-0 -- \\
                    psql -c \\
                    "SELECT 1,
                            2;"

                kubectl get pods
                """))
                .containsExactly("# 1. Look", "kubectl exec patroni-0 -- psql -c \"SELECT 1, 2;\"", "kubectl get pods");
    }

    @Test
    void takesALoopForOneCommand() {
        assertThat(ShellCommands.of("""
                for pod in a b; do
                    echo "done with it's $pod"
                    sleep 30
                done
                ls
                """))
                .containsExactly("for pod in a b; do echo \"done with it's $pod\" sleep 30 done", "ls");
    }

    @Test
    void takesNoCommentForOneInsideOfAQuotation() {
        assertThat(ShellCommands.of("sh -c 'a\n# b\nc'")).containsExactly("sh -c 'a # b c'");
    }

    @Test
    void refusesAQuotationThatNeverEnds() {
        assertThatThrownBy(() -> ShellCommands.of("echo 'a")).hasMessageContaining("does not end");
    }
}
