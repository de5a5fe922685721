package io.greenlang.patroni.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.MarkdownPage;
import io.greenlang.patroni.monitor.testing.MarkdownPage.Heading;
import io.greenlang.patroni.monitor.testing.ShellCommands;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing of the operations runbook that these pages replace has got lost. */
class SourceDocumentTest {
    private static final MarkdownPage SOURCE = MarkdownPage.read(Path.of("src/test/resources/runbook-source.md"));
    private static final List<MarkdownPage> PAGES = MarkdownPage.below(Path.of("docs"));

    /** Comments, too: they are the steps' titles and warnings. */
    @Test
    void everyCommandStandsOnSomePage() {
        assertThat(commands(SOURCE)).hasSizeGreaterThan(100);
        Set<String> all =
                PAGES.stream().flatMap(page -> commands(page).stream()).collect(Collectors.toSet());
        assertThat(all).containsAll(commands(SOURCE));
    }

    @Test
    void everyQueryStandsOnSomePage() {
        assertThat(lines(SOURCE, "promql")).hasSize(10);
        assertThat(PAGES.stream().flatMap(page -> lines(page, "promql").stream()))
                .containsAll(lines(SOURCE, "promql"));
    }

    @Test
    void everyRowOfATableAndOfAChecklistAndEverySymptomStandsOnSomePage() {
        List<String> wanted = SOURCE.prose()
                .lines()
                .filter(line -> line.startsWith("| ") || line.startsWith("- [ ] ") || line.startsWith("**Symptoms**: "))
                .map(line -> line.replace("**Symptoms**: ", ""))
                .toList();
        assertThat(wanted).hasSizeGreaterThan(35);
        assertThat(wanted)
                .allSatisfy(line ->
                        assertThat(PAGES).as(line).anyMatch(page -> page.prose().contains(line)));
    }

    @Test
    void everyHeadingStandsInTheIndexInTheSameOrder() {
        List<String> headings = SOURCE.headings().stream()
                .filter(heading -> heading.level() > 1)
                .map(Heading::text)
                .filter(heading -> !heading.equals("Table of Contents"))
                .map(heading -> heading.replaceFirst("^Issue: ", ""))
                .toList();
        assertThat(headings).hasSize(50);
        assertThat(tasks()).containsSubsequence(headings);
    }

    @ParameterizedTest
    @CsvSource({
        "Split-Brain Detected, PatroniSplitBrain.md",
        "Replica Not Catching Up, PatroniReplicaNotStreaming.md",
        "Cannot Connect to Primary, PatroniClientEndpointDown.md",
        "DCS (Kubernetes) Unreachable, PatroniDcsStale.md",
        "Disk Full, PatroniDiskUsage.md",
        "Planned Switchover (Zero Downtime), ../procedures/switchover.md#planned-switchover-zero-downtime",
        "Scheduled Switchover, ../procedures/switchover.md#scheduled-switchover",
        "Emergency Failover, ../procedures/emergency-failover.md",
        "Rollback Failover, ../procedures/rollback-failover.md",
        "Reinitializing a Replica, ../procedures/reinitialize-replica.md",
        "Adding a New Replica, ../procedures/add-replica.md",
        "Removing a Replica, ../procedures/remove-replica.md",
        "Trigger Manual Backup, ../procedures/backup.md#trigger-manual-backup",
        "Point-in-Time Recovery, ../procedures/point-in-time-recovery.md",
        "Pending restart, ../procedures/configuration-changes.md#pending-restart",
        "Disaster Recovery, ../procedures/disaster-recovery.md",
    })
    void theIndexLeadsToEveryIncidentAndTask(String name, String target) {
        assertThat(index().prose()).contains("[" + name + "](" + target + ")");
    }

    @Test
    void theIndexLeadsToEveryPage() {
        List<Path> folders = List.of(Path.of("docs/procedures"), Path.of("docs/runbooks"));
        List<Path> pages = folders.stream()
                .flatMap(folder -> MarkdownPage.below(folder).stream())
                .map(MarkdownPage::file)
                .filter(file -> !file.endsWith("README.md"))
                .toList();
        assertThat(index().links())
                .extracting(link -> index().file()
                        .resolveSibling(link.replaceFirst("#.*", ""))
                        .normalize())
                .containsAll(pages);
    }

    /** The index's entries, linked or not, without numbers and bullets. */
    private static List<String> tasks() {
        String prose = index().prose();
        return prose.substring(prose.indexOf("\n## Tasks\n"))
                .lines()
                .map(line -> line.replaceFirst("^\\s*(?:\\d+\\.|-) ", "").replaceFirst("^\\[(.*?)].*", "$1"))
                .toList();
    }

    private static MarkdownPage index() {
        return MarkdownPage.read(Path.of("docs/runbooks/README.md"));
    }

    private static List<String> commands(MarkdownPage page) {
        return page.blocks("bash").stream()
                .flatMap(block -> ShellCommands.of(block).stream())
                .toList();
    }

    private static List<String> lines(MarkdownPage page, String language) {
        return page.blocks(language).stream()
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
