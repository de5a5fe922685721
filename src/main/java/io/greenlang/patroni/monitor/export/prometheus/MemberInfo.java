package io.greenlang.patroni.monitor.export.prometheus;

import io.greenlang.patroni.monitor.model.MemberSummary;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The texts about a member. Each comes from who knows it best; empty when nobody does. */
final class MemberInfo {
    private MemberInfo() {}

    static List<String> labels(SeenMember member) {
        Optional<PatroniStatus> status = member.patroni().findFirst();
        return List.of(
                MemberSummary.of(member.cluster(), member.seen()).roleOr(""),
                member.seen().host(),
                status.map(known -> known.identity().version().text()).orElse(""),
                serverVersion(member, status).map(MemberInfo::text).orElse(""));
    }

    private static Optional<Integer> serverVersion(SeenMember member, Optional<PatroniStatus> status) {
        return Stream.concat(
                        member.postgres().map(facts -> facts.server().versionNum()),
                        status
                                .flatMap(known -> Optional.ofNullable(known.postgres()))
                                .map(PatroniStatus.Postgres::serverVersion)
                                .stream())
                .findFirst();
    }

    /** PostgreSQL 10 and later: 150020 is 15.20. */
    private static String text(int serverVersion) {
        return serverVersion / 10_000 + "." + serverVersion % 10_000;
    }
}
