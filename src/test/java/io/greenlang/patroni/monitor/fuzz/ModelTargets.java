package io.greenlang.patroni.monitor.fuzz;

import io.greenlang.patroni.monitor.model.Lsn;
import io.greenlang.patroni.monitor.model.PatroniVersion;
import io.greenlang.patroni.monitor.model.TagValue;
import io.greenlang.patroni.monitor.model.Tags;
import io.greenlang.patroni.monitor.net.Excerpt;
import java.util.List;
import java.util.Map;

/** Short texts that nodes write, and how they are cut for people. */
final class ModelTargets {
    private ModelTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                FuzzTarget.ofText(
                        "lsn",
                        IllegalArgumentException.class,
                        List.of("4/2000A0F8", "0/0", "FFFFFFF/FFFFFFFF"),
                        ModelTargets::lsn),
                FuzzTarget.ofText(
                        "version",
                        FuzzTarget.NONE,
                        List.of("4.1.4", "v3.0", "2.1.7-fork.2", "4.0.0rc1"),
                        text -> PatroniVersion.parse(text).isAtLeast(3, 2, 0)),
                FuzzTarget.ofText(
                        "tag",
                        FuzzTarget.NONE,
                        List.of("true", "off", "0", "-1", "1.5e3", "0x1F", "017"),
                        ModelTargets::tag),
                FuzzTarget.ofText(
                        "excerpt", FuzzTarget.NONE, List.of("<html>\r\n<h1>502 Bad Gateway</h1>"), Excerpt::of));
    }

    private static void lsn(String text) {
        Lsn lsn = Lsn.parse(text);
        if (!Lsn.parse(lsn.toString()).equals(lsn)) {
            throw new AssertionError(text + " is read as " + lsn);
        }
    }

    private static void tag(String text) {
        Tags tags = new Tags(Map.of(
                "nofailover", TagValue.text(text),
                "nosync", new TagValue(TagValue.Kind.LIST, text),
                "nostream", TagValue.text(text),
                "replicatefrom", TagValue.text(text)));
        Tags ranks = new Tags(Map.of("failover_priority", TagValue.text(text), "sync_priority", TagValue.text(text)));
        for (Tags some : List.of(tags, ranks)) {
            some.failoverObstacle(PatroniVersion.UNKNOWN);
            some.synchronousObstacle(PatroniVersion.UNKNOWN);
            some.forbidsStreaming(PatroniVersion.UNKNOWN);
            some.replicateFrom();
        }
    }
}
