/** When certificates end: those that peers show in a TLS handshake, and those in files. */
@NullMarked
package io.greenlang.patroni.monitor.certificate;

import org.jspecify.annotations.NullMarked;
