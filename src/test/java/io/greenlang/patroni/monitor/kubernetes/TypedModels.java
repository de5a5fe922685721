package io.greenlang.patroni.monitor.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the types that two Kubernetes clients have of a resource say against it. fabric8's find unknown fields and wrong types,
 * the Kubernetes project's what is missing and which values don't exist, of the core kinds only.
 */
final class TypedModels {
    private static final KubernetesSerialization FABRIC8 = new KubernetesSerialization();
    private static final ObjectMapper STRICT = new ObjectMapper()
            .setAnnotationIntrospector(new NothingElse())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    /** fabric8 keeps fields that it doesn't know; here they are errors. */
    private static final class NothingElse extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated ann) {
            return false;
        }
    }

    private TypedModels() {}

    static List<String> problems(Manifest manifest) {
        List<String> problems = new ArrayList<>(fabric8(manifest));
        if (!manifest.isOfTheOperator()) {
            problems.addAll(clientJava(manifest));
        }
        return problems;
    }

    private static List<String> fabric8(Manifest manifest) {
        try {
            HasMetadata resource = FABRIC8.unmarshal(manifest.json().toString());
            if (resource instanceof GenericKubernetesResource) {
                return List.of("no such kind: " + manifest);
            }
            Object typed = STRICT.treeToValue(manifest.json(), resource.getClass());
            JsonNode again = STRICT.readTree(STRICT.writeValueAsString(typed));
            return again.equals(manifest.json())
                    ? List.of()
                    : List.of(manifest + " is something else when it is read and written: " + again);
        } catch (JsonProcessingException | KubernetesClientException e) {
            return List.of(manifest + ": " + e.getMessage());
        }
    }

    private static List<String> clientJava(Manifest manifest) {
        try {
            Class.forName("io.kubernetes.client.openapi.models.V1" + manifest.kind())
                    .getMethod("validateJsonElement", JsonElement.class)
                    .invoke(null, JsonParser.parseString(manifest.json().toString()));
            return List.of();
        } catch (InvocationTargetException e) {
            return List.of(manifest + ": " + e.getCause().getMessage());
        } catch (ReflectiveOperationException e) {
            return List.of("no such kind: " + manifest);
        }
    }
}
