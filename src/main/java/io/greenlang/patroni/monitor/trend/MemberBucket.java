package io.greenlang.patroni.monitor.trend;

import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * One member in one bucket, or now. Immutable.
 *
 * <p>The figures are kept packed, in 32 bytes for all of it.
 */
public final class MemberBucket {
    /** A member that is not in the snapshot. */
    static final MemberBucket ABSENT = new MemberBucket(RoleSeen.ABSENT, figure -> FigureBucket.NONE);

    /** Of its levels. */
    static final int BYTES = 4 * Float.BYTES;

    private final RoleSeen role;
    private final float lag;
    private final float connections;
    private final float wal;
    private final float disk;

    MemberBucket(RoleSeen role, Function<Figure, FigureBucket> figures) {
        this.role = role;
        this.lag = figures.apply(Figure.LAG).packed();
        this.connections = figures.apply(Figure.CONNECTIONS).packed();
        this.wal = figures.apply(Figure.WAL).packed();
        this.disk = figures.apply(Figure.DISK).packed();
    }

    private MemberBucket(RoleSeen role, ByteBuffer levels) {
        this.role = role;
        this.lag = levels.getFloat();
        this.connections = levels.getFloat();
        this.wal = levels.getFloat();
        this.disk = levels.getFloat();
    }

    /** What {@link #put} wrote. */
    static MemberBucket get(char role, ByteBuffer levels) {
        return new MemberBucket(RoleSeen.of(role), levels);
    }

    /** Writes its levels, {@value #BYTES} bytes. */
    void put(ByteBuffer levels) {
        levels.putFloat(lag).putFloat(connections).putFloat(wal).putFloat(disk);
    }

    public RoleSeen role() {
        return role;
    }

    public boolean isAbsent() {
        return role == RoleSeen.ABSENT;
    }

    public FigureBucket level(Figure figure) {
        return FigureBucket.unpacked(
                switch (figure) {
                    case LAG -> lag;
                    case CONNECTIONS -> connections;
                    case WAL -> wal;
                    case DISK -> disk;
                });
    }

    /** Both in one bucket: the worst of each. */
    MemberBucket then(MemberBucket newer) {
        return new MemberBucket(role.then(newer.role), figure -> level(figure).worse(newer.level(figure)));
    }
}
