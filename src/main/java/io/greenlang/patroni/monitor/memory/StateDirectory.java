package io.greenlang.patroni.monitor.memory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The directory {@code state.directory}, for the daemon's user alone. One daemon at a time: a second one that wrote there
 * would mix what the two have seen.
 */
public final class StateDirectory implements AutoCloseable {
    /** Of every file in it. */
    static final FileAttribute<?> FILE_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final FileAttribute<?> FOLDER_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path path;
    private final FileChannel lock;

    private StateDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes it where it is missing, and takes it for this process.
     *
     * @throws IOException with a message for people: it can't be made, written to, or another daemon has it
     */
    public static StateDirectory open(Path path) throws IOException {
        try {
            make(path);
            FileChannel lock = FileChannel.open(
                    path.resolve("lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), FILE_MODE);
            if (!isMine(lock)) {
                lock.close();
                throw new IOException("another patroni-monitor uses it");
            }
            return new StateDirectory(path, lock);
        } catch (IOException e) {
            throw new IOException("state.directory = " + path + " can't be used: " + Reasons.of(e), e);
        }
    }

    static void make(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder)) {
            Files.createDirectories(folder, FOLDER_MODE);
        }
    }

    private static boolean isMine(FileChannel lock) throws IOException {
        try {
            FileLock held = lock.tryLock();
            return held != null;
        } catch (OverlappingFileLockException ownedByThisProcess) {
            return false;
        }
    }

    public Path path() {
        return path;
    }

    /** Lets another daemon have it. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
