package org.eclipse.jetty.util.ajax;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;

/** Reads the checker's own files on languages as Jetty 9 did: whole numbers as {@code Long}, lists as arrays. */
public final class JSON {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .enable(DeserializationFeature.USE_JAVA_ARRAY_FOR_JSON_ARRAY)
            .build();

    private JSON() {}

    public static Object parse(InputStream document) throws IOException {
        return MAPPER.readValue(document, HashMap.class);
    }

    public static Object parse(String document) {
        try {
            return MAPPER.readValue(document, HashMap.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
