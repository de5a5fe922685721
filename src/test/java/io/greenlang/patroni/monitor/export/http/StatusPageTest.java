package io.greenlang.patroni.monitor.export.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.testing.Nodes;
import io.greenlang.patroni.monitor.testing.Reports;
import org.junit.jupiter.api.Test;

class StatusPageTest {
    @Test
    void showsEachMemberWithTheAgeOfItsFactsOrWhyThereAreNone() {
        String page = page(Reports.eventful());
        assertThat(page).contains("""
                <tr><td>patroni-1</td><td>10.0.1.11:5432</td><td>sync_standby</td><td>running</td><td>2</td>\
                <td>45.5 s, 50.0 MiB</td><td>7 s ago</td><td>7 s ago</td><td>47 s ago</td></tr>
                <tr><td>patroni-2</td><td>10.0.1.12:5432</td><td>?</td><td>?</td><td>?</td>\
                <td>unknown: its replay position can&#39;t be read</td>\
                <td>timeout: no answer within 2 s</td><td>unreachable: no route to host</td><td>not asked</td></tr>
                """);
    }

    @Test
    void showsWhatFiresAndSinceWhen() {
        assertThat(page(Reports.eventful())).contains("""
                <li class="warning"><b>PatroniMemberDown</b> warning, firing for 5 min: \
                patroni-2 of greenlang-cluster: nothing on this host answers</li>
                """);
    }

    @Test
    void saysThatNothingFires() {
        assertThat(page(Reports.healthy())).contains("<p>No alerts.</p>");
    }

    @Test
    void saysWhyTheDcsIsUnknown() {
        assertThat(page(Reports.blind()))
                .contains("The DCS can't be read: timeout: no answer from 10.0.1.10:8008 within 2 s");
    }

    @Test
    void saysThatItWaitsBeforeTheFirstPoll() {
        assertThat(page(Reports.awaiting())).contains("The first poll has not finished yet.");
    }

    @Test
    void refreshesItselfAndLoadsNothing() {
        assertThat(page(Reports.healthy()))
                .contains("<meta http-equiv=\"refresh\"")
                .doesNotContain("src=", "href=", "<script");
    }

    @Test
    void doesNotLetAMembersNameBecomeMarkup() {
        assertThat(page(Reports.of(Nodes.silent("<script>'&\""))))
                .contains("<td>&lt;script&gt;&#39;&amp;&quot;</td>")
                .doesNotContain("<script");
    }

    @Test
    void warnsOfAFailedReload() {
        MonitorReport stale = new MonitorReport(Reports.healthy().clusters(), false);
        assertThat(page(stale)).contains("The last reload of the configuration failed.");
    }

    private static String page(MonitorReport report) {
        return StatusPage.of(report, Reports.AT.plusSeconds(7));
    }
}
