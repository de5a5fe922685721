package io.greenlang.patroni.monitor.rule;

import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import java.util.List;

/** Holds a picture against one severity of a rule. Pure, and never throws for what is in the picture. */
interface Check {
    /** For a rule that isn't about a picture. */
    Check NEVER = (picture, level) -> List.of();

    /** At most one finding for each subject; none for a subject the rule has nothing to say about. */
    List<Finding> findings(ClusterSnapshot picture, Level level);
}
