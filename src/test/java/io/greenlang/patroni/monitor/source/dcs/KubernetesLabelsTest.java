package io.greenlang.patroni.monitor.source.dcs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects as Patroni 4.1 leaves them in a Kubernetes API. */
class KubernetesLabelsTest {
    private static final String LABEL = "cluster-name";

    private static String clusterOf(String resource, String item) throws JsonProcessingException {
        return KubernetesDirectory.clusterOf(new ObjectMapper().readTree(item.replace('\'', '"')), resource, LABEL, 63)
                .map(FoundCluster::toString)
                .orElse(null);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            'cluster-name':'demo',                      demo
            'cluster-name':'Demo_1.x',                  Demo_1.x
            'cluster-name':'1',                         1
            'cluster-name':'demo';'citus-group':'0',    demo/0
            'cluster-name':'demo';'citus-group':'12',   demo/12
            'cluster-name':'demo';'citus-group':'012',  -
            'cluster-name':'demo';'citus-group':'a',    -
            'cluster-name':'demo';'citus-group':'',     -
            'cluster-name':'demo';'citus-group':null,   -
            'cluster-name':'demo';'citus-group':'99999999999999', -
            'cluster-name':'',                          -
            'cluster-name':' ',                         -
            'cluster-name':'a/b',                       -
            'cluster-name':'-a',                        -
            'cluster-name':'a\\n',                     -
            'cluster-name':null,                        -
            'cluster-name':{},                          -
            'application':'patroni',                    -
            """, quoteCharacter = '`')
    void knowsWhoseAPodIsByItsLabels(String labels, String cluster) throws JsonProcessingException {
        assertThat(clusterOf("pods", "{'metadata':{'name':'x','labels':{" + labels.replace(';', ',') + "}}}"))
                .isEqualTo(cluster);
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 64, 9000})
    void leavesOutNamesThatAreTooLong(int length) throws JsonProcessingException {
        String scope = "n".repeat(length);

        assertThat(clusterOf("pods", "{'metadata':{'labels':{'cluster-name':'" + scope + "'}}}"))
                .isEqualTo(length == 63 ? scope : null);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            endpoints,  demo,            'leader':'demo-0',                       demo
            endpoints,  demo,            'renewTime':'2026-11-22T12:00:10+00:00', demo
            endpoints,  demo-config,     'initialize':'7390000000000000001',      demo
            endpoints,  demo-config,     'config':'{}',                           demo
            configmaps, demo-leader,     'leader':'demo-0',                       demo
            configmaps, demo-config,     'history':'[]',                          demo
            endpoints,  demo,            'kubectl':'a',                           -
            endpoints,  demo-repl,       'leader':'demo-0',                       -
            endpoints,  demo-leader,     'leader':'demo-0',                       -
            configmaps, demo,            'leader':'demo-0',                       -
            configmaps, demo-sync,       'leader':'demo-0',                       -
            configmaps, demo-config,     'leader':'demo-0',                       -
            configmaps, demo-0-config,   'config':'{}',                           -
            """, quoteCharacter = '`')
    void takesAnotherObjectWherePatroniHasWrittenToIt(String resource, String name, String annotations, String cluster)
            throws JsonProcessingException {
        String item = "{'metadata':{'name':'" + name + "','labels':{'cluster-name':'demo'},'annotations':{"
                + annotations.replace("{}", "x") + "}}}";

        assertThat(clusterOf(resource, item)).isEqualTo(cluster);
    }

    @ParameterizedTest
    @CsvSource({"configmaps, demo-2-leader", "endpoints, demo-2"})
    void knowsTheGroupOfACitusFormation(String resource, String name) throws JsonProcessingException {
        assertThat(clusterOf(
                        resource,
                        "{'metadata':{'name':'" + name + "','labels':{'cluster-name':'demo','citus-group':'2'},"
                                + "'annotations':{'leader':'a'}}}"))
                .isEqualTo("demo/2");
    }
}
