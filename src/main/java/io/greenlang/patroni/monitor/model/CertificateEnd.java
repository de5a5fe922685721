package io.greenlang.patroni.monitor.model;

import java.time.Instant;

/**
 * When a certificate chain ends: with the first of its certificates.
 *
 * @param notAfter by the wall clock, which is what certificates go by
 * @param ofIssuer it is not the certificate itself that ends first, but that of an authority above it
 */
public record CertificateEnd(Instant notAfter, boolean ofIssuer) {}
