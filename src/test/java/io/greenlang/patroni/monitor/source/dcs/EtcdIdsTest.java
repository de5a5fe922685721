package io.greenlang.patroni.monitor.source.dcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.net.URI;
import org.junit.jupiter.api.Test;

class EtcdIdsTest {
    private static final URI A = URI.create("http://a:2379");
    private static final URI B = URI.create("http://b:2379");

    private final EtcdIds ids = new EtcdIds();

    @Test
    void refusesTwoAsOftenAsTheySaySo() {
        for (int look = 0; look < 3; look++) {
            ids.remember(A, of("1"));
            ids.remember(B, of("2"));

            assertThatThrownBy(() -> ids.refuseTwo(A, "dcs.endpoints"))
                    .isInstanceOf(UnusableAnswerException.class)
                    .hasMessageContaining(
                            "dcs.endpoints belong to different etcd clusters: {http://a:2379=1, http://b:2379=2}");
        }
    }

    /** An etcd was made new, and one of its former endpoints is gone for good. */
    @Test
    void holdsNothingAgainstThemThatOneThatIsGoneSaidBefore() {
        ids.remember(A, of("1"));
        ids.remember(B, of("1"));
        ids.remember(A, of("2"));
        assertThatThrownBy(() -> ids.refuseTwo(A, "endpoints")).isInstanceOf(UnusableAnswerException.class);

        ids.remember(A, of("2"));

        assertThatCode(() -> ids.refuseTwo(A, "endpoints")).doesNotThrowAnyException();
    }

    @Test
    void knowsNoIdThatIsNone() {
        ids.remember(A, of("x"));
        ids.remember(B, JsonNodeFactory.instance.objectNode());

        assertThat(ids.of(A)).isNull();
        assertThat(ids.of(B)).isNull();
    }

    private static JsonNode of(String id) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return json.objectNode().set("header", json.objectNode().put("cluster_id", id));
    }
}
