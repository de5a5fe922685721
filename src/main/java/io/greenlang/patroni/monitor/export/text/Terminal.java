package io.greenlang.patroni.monitor.export.text;

/**
 * Where text goes to.
 *
 * @param columns how wide a line may be; {@link #UNBOUNDED} for a file or a pipe
 * @param colour whether escape sequences are understood
 */
public record Terminal(int columns, boolean colour) {
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    /** A file, or another program. */
    public static final Terminal NONE = new Terminal(UNBOUNDED, false);
}
