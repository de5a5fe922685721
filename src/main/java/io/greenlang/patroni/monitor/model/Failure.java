package io.greenlang.patroni.monitor.model;

/**
 * One question that got no usable answer.
 *
 * @param detail one line for people, without secrets; names the address and what came back
 */
public record Failure(FailureKind kind, String detail) {
    @Override
    public String toString() {
        return kind.label() + ": " + detail;
    }
}
