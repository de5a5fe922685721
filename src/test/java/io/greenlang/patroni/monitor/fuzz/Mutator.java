package io.greenlang.patroni.monitor.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes odd inputs out of valid ones; the same from the same seed. Not for concurrent use. */
final class Mutator {
    /** One input in so many is large: long texts, and nesting that no parser can follow. */
    private static final int LARGE_EVERY = 60;

    private static final int MOST_REPEATS = 20_000;

    private static final List<String> TOKENS = List.of(
            "null",
            "true",
            "-1",
            "1e400",
            "-0.0",
            "99999999999999999999",
            "9223372036854775807",
            "-9223372036854775808",
            "NaN",
            "Infinity",
            "\"\"",
            "\"unknown\"",
            "{}",
            "[]",
            "{\"a\":",
            "[",
            "]",
            "}",
            ",",
            ":",
            "\"",
            "\\",
            "\\u0000",
            "\\ud800",
            "0/0",
            "FFFFFFFF/FFFFFFFF",
            "\u202e",
            "\u0000",
            "\u001b[2J",
            "\ud83d\udc18",
            "\n",
            "\r\n",
            "\t",
            " ",
            "%00",
            "%zz",
            "&",
            "=",
            ";",
            "#",
            "?",
            "@",
            "//",
            "[::1]",
            ":0",
            ":99999",
            ".",
            "..",
            "-",
            "_",
            "+Inf",
            "${a}",
            "${?a}",
            "+=",
            "=",
            "{",
            "\"\"\"",
            "include \"a\"",
            "# ",
            "1970-01-01T00:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "0000-00-00",
            "24:00:00",
            "Thu, 01 Jan 1970 00:00:00 GMT");

    private static final byte[][] NOT_UTF8 = {
        {(byte) 0xc3},
        {(byte) 0xff, (byte) 0xfe},
        {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
        {(byte) 0x80},
        {(byte) 0xf4, (byte) 0xbf}
    };

    private final List<byte[]> samples;
    private final Random random;
    private final JsonMutator json;

    Mutator(List<byte[]> samples, Random random) {
        this.samples = samples;
        this.random = random;
        this.json = new JsonMutator(random);
    }

    byte[] next() {
        byte[] input = samples.get(random.nextInt(samples.size()));
        if (random.nextInt(3) > 0) {
            input = json.mutated(input).orElse(input);
            if (random.nextInt(4) > 0) {
                return input;
            }
        }
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            input = changed(input);
        }
        return input;
    }

    private byte[] changed(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = Math.min(
                input.length, from + (random.nextBoolean() ? random.nextInt(8) : random.nextInt(input.length + 1)));
        return switch (random.nextInt(9)) {
            case 0 -> flipped(input);
            case 1 -> Arrays.copyOf(input, from);
            case 2 -> joined(input, from, new byte[0], to);
            case 3 -> joined(input, from, Arrays.copyOfRange(input, from, to), from);
            case 4 -> joined(input, from, spliced(), to);
            case 5 -> joined(input, from, NOT_UTF8[random.nextInt(NOT_UTF8.length)], from);
            case 6 -> joined(input, from, token().repeat(repeats()).getBytes(StandardCharsets.UTF_8), from);
            case 7 -> joined(input, from, token().getBytes(StandardCharsets.UTF_8), to);
            default -> joined(input, from, token().getBytes(StandardCharsets.UTF_8), from);
        };
    }

    private byte[] flipped(byte[] input) {
        byte[] flipped = input.clone();
        if (flipped.length > 0) {
            flipped[random.nextInt(flipped.length)] = (byte) random.nextInt(256);
        }
        return flipped;
    }

    private byte[] spliced() {
        byte[] other = samples.get(random.nextInt(samples.size()));
        int from = random.nextInt(other.length + 1);
        return Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(64)));
    }

    private String token() {
        return TOKENS.get(random.nextInt(TOKENS.size()));
    }

    private int repeats() {
        return random.nextInt(LARGE_EVERY) == 0 ? random.nextInt(MOST_REPEATS) : random.nextInt(20);
    }

    /** What stands before {@code from}, the middle, and what stands from {@code to} on. */
    private static byte[] joined(byte[] input, int from, byte[] middle, int to) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(input.length + middle.length);
        joined.write(input, 0, from);
        joined.writeBytes(middle);
        joined.write(input, to, input.length - to);
        return joined.toByteArray();
    }
}
