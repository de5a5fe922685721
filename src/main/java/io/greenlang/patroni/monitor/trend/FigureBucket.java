package io.greenlang.patroni.monitor.trend;

/**
 * One figure in one bucket.
 *
 * @param value in the figure's unit, finite and not negative; 0 when there is none
 */
public record FigureBucket(Kind kind, double value) {
    /** Does not apply: the primary has no lag, a replica writes no WAL of its own, no source of disk space is set up. */
    static final FigureBucket NONE = new FigureBucket(Kind.NONE, 0);

    /** It applies and could not be read. */
    static final FigureBucket UNKNOWN = new FigureBucket(Kind.UNKNOWN, 0);

    /** How much is known. */
    public enum Kind {
        NONE,
        UNKNOWN,
        KNOWN,
        /** The value is a lower bound. */
        AT_LEAST
    }

    /** What is no number, or negative, is not known. */
    static FigureBucket known(double value, boolean atLeast) {
        return Double.isFinite(value) && value >= 0
                ? new FigureBucket(atLeast ? Kind.AT_LEAST : Kind.KNOWN, value)
                : UNKNOWN;
    }

    public boolean hasValue() {
        return kind == Kind.KNOWN || kind == Kind.AT_LEAST;
    }

    public boolean isUnknown() {
        return kind == Kind.UNKNOWN;
    }

    /** The higher value; any value rather than none. */
    FigureBucket worse(FigureBucket other) {
        if (hasValue() && other.hasValue()) {
            return other.value >= value ? other : this;
        }
        return other.kind.compareTo(kind) > 0 ? other : this;
    }

    /** In four bytes: an hour of a member has 480 of them. */
    float packed() {
        return switch (kind) {
            case NONE -> Float.NEGATIVE_INFINITY;
            case UNKNOWN -> Float.NaN;
            case KNOWN -> (float) value;
            case AT_LEAST -> (float) (-1 - value);
        };
    }

    static FigureBucket unpacked(float packed) {
        if (Float.isNaN(packed)) {
            return UNKNOWN;
        }
        if (Float.isInfinite(packed)) {
            return NONE;
        }
        return packed < 0 ? new FigureBucket(Kind.AT_LEAST, -1.0 - packed) : new FigureBucket(Kind.KNOWN, packed);
    }
}
