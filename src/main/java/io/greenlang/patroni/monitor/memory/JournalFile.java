package io.greenlang.patroni.monitor.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The file that is written, opened when it is needed. After a failure it is opened again. For one thread. */
final class JournalFile implements AutoCloseable {
    private static final Set<OpenOption> APPENDING =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    /** One that is written slowly is put aside after this share of the time to keep, so that it can be deleted in time. */
    private static final int SHARE = 10;

    private final JournalFolder folder;
    private final Duration keep;
    private final long maxBytes;
    private final InstantSource clock;
    private @Nullable FileChannel open;
    private Instant begun = Instant.EPOCH;

    /** @param maxBytes after which a file is full */
    JournalFile(JournalFolder folder, Duration keep, long maxBytes, InstantSource clock) {
        this.folder = folder;
        this.keep = keep;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /** Appends whole lines and has them on the disk when it returns; when it throws, none of them is in the file. */
    void append(byte[] lines) throws IOException {
        FileChannel file = opened();
        if (isFull(file, lines.length)) {
            close();
            folder.putAside(clock.instant());
            folder.prune(clock.instant(), keep);
            file = opened();
        }
        long whole = file.size();
        try {
            ByteBuffer rest = ByteBuffer.wrap(lines);
            file.position(whole);
            while (rest.hasRemaining()) {
                file.write(rest);
            }
            file.force(false);
        } catch (IOException e) {
            giveUp(file, whole, e);
            throw e;
        }
    }

    /** Ends the last line, which a crash may have torn, so that readers tell of it. Nothing happens where no file is. */
    void endTornLine() throws IOException {
        if (Files.exists(folder.current())) {
            opened();
        }
    }

    private boolean isFull(FileChannel file, int more) throws IOException {
        boolean old = begun.isBefore(clock.instant().minus(keep.dividedBy(SHARE)));
        return file.size() > 0 && (old || file.size() + more > maxBytes);
    }

    private FileChannel opened() throws IOException {
        FileChannel known = open;
        if (known != null && Files.exists(folder.current())) {
            return known;
        }
        close();
        folder.create();
        Path path = folder.current();
        FileChannel file = FileChannel.open(
                path, APPENDING, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            begun = file.size() == 0
                    ? clock.instant()
                    : Files.getLastModifiedTime(path).toInstant();
            endLine(file);
        } catch (IOException e) {
            file.close();
            throw e;
        }
        open = file;
        return file;
    }

    /** What a crash tore must not spoil the next line. */
    private static void endLine(FileChannel file) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        if (file.size() > 0 && file.read(last, file.size() - 1) == 1 && last.get(0) != '\n') {
            file.write(ByteBuffer.wrap(new byte[] {'\n'}), file.size());
        }
    }

    private void giveUp(FileChannel file, long whole, IOException failure) {
        try {
            file.truncate(whole);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        try {
            close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel file = open;
        open = null;
        if (file != null) {
            file.close();
        }
    }
}
