/** One HTTP exchange with a remote that may do anything: what fails has a closed kind and one clean line. */
@NullMarked
package io.greenlang.patroni.monitor.net;

import org.jspecify.annotations.NullMarked;
