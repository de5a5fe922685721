package io.greenlang.patroni.monitor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.greenlang.patroni.monitor.testing.MarkdownPage.Block;
import io.greenlang.patroni.monitor.testing.MarkdownPage.Heading;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MarkdownPageTest {
    private static final Path FILE = Path.of("docs/page.md");

    private final MarkdownPage page = MarkdownPage.of(FILE, """
            # Restart PostgreSQL (Rolling)

            See [the
            other page](other.md#adding-it) and [`code`](https://a.b/c), but not `[x](y)`, nor `pg_up`.

            1. A step:

               ```bash
               # no heading, [no](link)
               kubectl get pods
               ```

            ## Adding/Removing: it's `code`

            ## Again

            ## Again

            ```
            plain
            ```
            """);

    @Test
    void findsHeadingsOutsideOfCode() {
        assertThat(page.headings())
                .containsExactly(
                        new Heading(1, "Restart PostgreSQL (Rolling)"),
                        new Heading(2, "Adding/Removing: it's `code`"),
                        new Heading(2, "Again"),
                        new Heading(2, "Again"));
    }

    @Test
    void makesAnchorsAsGitHubDoes() {
        assertThat(page.anchors())
                .containsExactlyInAnyOrder("restart-postgresql-rolling", "addingremoving-its-code", "again", "again-1");
    }

    @Test
    void findsLinksOutsideOfCodeAlsoAcrossALineBreak() {
        assertThat(page.links()).containsExactly("other.md#adding-it", "https://a.b/c");
    }

    @Test
    void keepsCodeApart() {
        assertThat(page.codeSpans()).containsExactly("code", "[x](y)", "pg_up", "code");
        assertThat(page.blocks()).extracting(Block::language).containsExactly("bash", "");
        assertThat(page.blocks("bash"))
                .singleElement()
                .satisfies(text -> assertThat(text).contains("kubectl get pods"));
    }

    @Test
    void hasTheNameOfItsFile() {
        assertThat(page.name()).isEqualTo("page");
    }

    @Test
    void refusesACodeBlockThatNeverEnds() {
        assertThatThrownBy(() -> MarkdownPage.of(FILE, "```bash\nls\n")).hasMessageContaining("doesn't end");
    }
}
