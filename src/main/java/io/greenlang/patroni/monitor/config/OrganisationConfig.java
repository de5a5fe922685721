package io.greenlang.patroni.monitor.config;

/**
 * Who is told of alerts, and where these lead to.
 *
 * @param pagerDutyService what PagerDuty's service is called
 * @param databaseChannel of Slack, with its #: warnings about clusters
 * @param platformChannel of Slack, with its #: alerts about the monitor itself; may be the same
 */
public record OrganisationConfig(
        String pagerDutyService, String databaseChannel, String platformChannel, LinksConfig links) {}
