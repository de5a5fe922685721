package io.greenlang.patroni.monitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Markdown file, taken apart as far as a test needs it. */
public record MarkdownPage(Path file, String prose, List<Block> blocks) {
    private static final Pattern FENCE = Pattern.compile("\\s*```(\\w*)\\s*");
    private static final Pattern HEADING = Pattern.compile("(?m)^(#{1,6}) (.+?)\\s*$");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

    /**
     * A fenced block.
     *
     * @param language what stands behind the opening fence; may be empty
     */
    public record Block(String language, String text) {}

    /** @param level 1 for the title */
    public record Heading(int level, String text) {}

    public MarkdownPage {
        blocks = List.copyOf(blocks);
    }

    public static MarkdownPage read(Path file) {
        try {
            return of(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MarkdownPage of(Path file, String text) {
        StringBuilder prose = new StringBuilder();
        StringBuilder block = null;
        String language = "";
        List<Block> blocks = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher fence = FENCE.matcher(line);
            if (block == null && fence.matches()) {
                block = new StringBuilder();
                language = fence.group(1);
            } else if (block != null && fence.matches()) {
                blocks.add(new Block(language, block.toString()));
                block = null;
            } else {
                (block == null ? prose : block).append(line).append('\n');
            }
        }
        if (block != null) {
            throw new IllegalArgumentException(file + ": a code block that doesn't end");
        }
        return new MarkdownPage(file, prose.toString(), blocks);
    }

    /** Every page below a folder, in a stable order. */
    public static List<MarkdownPage> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(MarkdownPage::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file's name without its extension. */
    public String name() {
        return file.getFileName().toString().replaceFirst("\\.md$", "");
    }

    public List<Heading> headings() {
        return HEADING.matcher(prose)
                .results()
                .map(found -> new Heading(found.group(1).length(), found.group(2)))
                .toList();
    }

    /** What may stand behind a {@code #} in a link to this page, as GitHub makes it of the headings. */
    public Set<String> anchors() {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = new HashSet<>();
        for (Heading heading : headings()) {
            String anchor = heading.text()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        }
        return anchors;
    }

    /** The targets of all links, as they are written. */
    public List<String> links() {
        return LINK.matcher(CODE.matcher(prose).replaceAll("code"))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** What stands between single backticks. */
    public List<String> codeSpans() {
        return CODE.matcher(prose)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    /** The text of every block in one of these languages. */
    public List<String> blocks(String... languages) {
        return blocks.stream()
                .filter(block -> List.of(languages).contains(block.language()))
                .map(Block::text)
                .toList();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
