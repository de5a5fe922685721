package io.greenlang.patroni.monitor.export.http.server;

import java.time.Duration;

/**
 * What clients may cost, before anybody knows who they are. A newcomer always gets in: where there are too many connections, the
 * one that keeps us waiting longest is closed for it.
 *
 * @param connections open at once; of a crowd that comes within a second four times as many
 * @param connectionsPerAddress open at once from one IPv4 address or one IPv6 network of 64 bits, likewise
 * @param requestLine bytes of the path and query of a request
 * @param head bytes of a request without its body
 * @param arriving for a request to arrive, from its first byte to its last, the TLS handshake left in
 * @param taking for an answer to be taken
 * @param idle for a connection without a request, once it had one
 * @param heldBodies bytes of bodies in memory
 * @param heldAnswers bytes of answers in memory that are not taken yet; one that many take counts once
 */
public record PortLimits(
        int connections,
        int connectionsPerAddress,
        int requestLine,
        int head,
        Duration arriving,
        Duration taking,
        Duration idle,
        long heldBodies,
        long heldAnswers) {
    private static final int MEBIBYTE = 1 << 20;
    private static final int HEAP_SHARE = 6;

    /** For the heap that this process has. */
    public static PortLimits usual() {
        return new PortLimits(
                256,
                128,
                8 << 10,
                16 << 10,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(90),
                MEBIBYTE,
                Math.max(4 * MEBIBYTE, Runtime.getRuntime().maxMemory() / HEAP_SHARE));
    }
}
