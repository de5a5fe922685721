package io.greenlang.patroni.monitor.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;

/** Writes YAML for people: long texts as blocks, no quotes where none are needed. */
final class Yaml {
    private static final ObjectMapper MAPPER = new ObjectMapper(YAMLFactory.builder()
            .disable(Feature.WRITE_DOC_START_MARKER)
            .disable(Feature.SPLIT_LINES)
            .enable(Feature.MINIMIZE_QUOTES)
            .enable(Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .stringQuotingChecker(new QuotingChecker())
            .build());

    /** A lone equals sign is a type of its own in YAML 1.1, which some readers can't make a value of. */
    private static final class QuotingChecker extends StringQuotingChecker.Default {
        private static final long serialVersionUID = 1;

        @Override
        public boolean needToQuoteValue(String value) {
            return value.equals("=") || super.needToQuoteValue(value);
        }
    }

    private Yaml() {}

    /** The first line of a generated file, as a comment. */
    static String generatedBy(String artefact) {
        return "# Made by `patroni-monitor generate " + artefact + "`: change the configuration, not this file.\n";
    }

    /** @param head comment lines that come first */
    static String of(String head, Object content) {
        try {
            return head + MAPPER.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists and texts can be written", e);
        }
    }
}
