package io.greenlang.patroni.monitor.source.disk;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One series of a page in Prometheus' text format, or in OpenMetrics; a time or an exemplar behind its value is left
 * alone.
 *
 * @param value a number of any kind, {@code NaN} among them
 */
record MetricLine(String name, Map<String, String> labels, double value) {
    MetricLine {
        labels = Map.copyOf(labels);
    }

    /** Empty where there is none. */
    String label(String key) {
        return labels.getOrDefault(key, "");
    }

    /** Empty for a comment, an empty line, and what is no series. */
    static Optional<MetricLine> parse(String line) {
        return new Scanner(line).series();
    }

    private static final class Scanner {
        private final String text;
        private final Map<String, String> labels = new HashMap<>();
        private int at;

        Scanner(String text) {
            this.text = text;
        }

        Optional<MetricLine> series() {
            String name = name();
            if (name.isEmpty() || (skip('{') && !readLabels())) {
                return Optional.empty();
            }
            return number(word()).map(value -> new MetricLine(name, labels, value));
        }

        private boolean readLabels() {
            while (!skip('}')) {
                String key = name();
                if (key.isEmpty() || !skip('=') || !skip('"')) {
                    return false;
                }
                Optional<String> value = quoted();
                if (value.isEmpty() || !(skip(',') || peek() == '}')) {
                    return false;
                }
                labels.put(key, value.get());
            }
            return true;
        }

        /** Up to the closing quote; empty where there is none. */
        private Optional<String> quoted() {
            StringBuilder value = new StringBuilder();
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '"') {
                    return Optional.of(value.toString());
                }
                boolean escapes = c == '\\' && at < text.length();
                value.append(escapes ? unescaped(text.charAt(at++)) : c);
            }
            return Optional.empty();
        }

        private static char unescaped(char escaped) {
            return escaped == 'n' ? '\n' : escaped;
        }

        private String name() {
            peek();
            int start = at;
            while (at < text.length() && isPartOfName(text.charAt(at))) {
                at++;
            }
            return text.substring(start, at);
        }

        private static boolean isPartOfName(char c) {
            return Character.isLetterOrDigit(c) || c == '_' || c == ':';
        }

        private String word() {
            peek();
            int start = at;
            while (at < text.length() && text.charAt(at) > ' ') {
                at++;
            }
            return text.substring(start, at);
        }

        /** The next character that is no blank, which stays; a blank at the end. */
        private char peek() {
            while (at < text.length() && text.charAt(at) <= ' ') {
                at++;
            }
            return at < text.length() ? text.charAt(at) : ' ';
        }

        private boolean skip(char wanted) {
            boolean there = peek() == wanted;
            at += there ? 1 : 0;
            return there;
        }

        private static Optional<Double> number(String word) {
            return switch (word) {
                case "+Inf", "Inf" -> Optional.of(Double.POSITIVE_INFINITY);
                case "-Inf" -> Optional.of(Double.NEGATIVE_INFINITY);
                default -> parsed(word);
            };
        }

        private static Optional<Double> parsed(String word) {
            try {
                return Optional.of(Double.valueOf(word));
            } catch (NumberFormatException noNumber) {
                return Optional.empty();
            }
        }
    }
}
