/** Pages of metrics that tell how full file systems are: of a node_exporter, or of a kubelet. */
@NullMarked
package io.greenlang.patroni.monitor.source.disk;

import org.jspecify.annotations.NullMarked;
