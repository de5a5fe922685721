package io.greenlang.patroni.monitor.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file system of its own, small enough to be filled: a tmpfs in the build folder, which root mounts and the servers'
 * account owns. {@link #close()}, or else the end of this JVM, unmounts it.
 */
public final class SmallDisk implements AutoCloseable {
    private static final Path MOUNTS = Path.of("/proc/self/mounts");
    private static final int CHUNK = 1 << 20;

    private final Path mountpoint;
    private final Thread atExit = new Thread(this::unmount, "unmount");

    private SmallDisk(Path mountpoint) {
        this.mountpoint = mountpoint;
    }

    /** @param mountpoint is made; must not exist */
    public static SmallDisk mount(Path mountpoint, int mebibytes) {
        SmallDisk disk = new SmallDisk(mountpoint.toAbsolutePath());
        try {
            Files.createDirectory(disk.mountpoint);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(disk.atExit);
        Command.run(Account.asRoot(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        "nosuid,nodev,size=" + mebibytes + "m",
                        "patroni-monitor-test",
                        disk.mountpoint.toString()))
                .orThrow("mount " + disk.mountpoint);
        String owner = Account.isRoot() ? "postgres" : System.getProperty("user.name");
        Command.run(Account.asRoot("chown", owner, disk.mountpoint.toString())).orThrow("chown");
        return disk;
    }

    public Path mountpoint() {
        return mountpoint;
    }

    /** Makes the filler just so large that this much is used, other files included. */
    public void fillTo(int percent) {
        try (RandomAccessFile filler = new RandomAccessFile(filler().toFile(), "rw")) {
            FileStore store = Files.getFileStore(mountpoint);
            long used = store.getTotalSpace() - store.getUnallocatedSpace();
            long wanted = filler.length() + store.getTotalSpace() * percent / 100 - used;
            byte[] zeros = new byte[CHUNK];
            filler.seek(filler.length());
            while (filler.length() < wanted) {
                filler.write(zeros);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the filler. */
    public void clear() {
        try {
            Files.deleteIfExists(filler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path filler() {
        return mountpoint.resolve("filler");
    }

    @Override
    public void close() {
        unmount();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void unmount() {
        unmountAllBelow(mountpoint);
    }

    /** What a JVM that crashed left mounted there, too; lazily, because a server that still ends may hold it. */
    static void unmountAllBelow(Path folder) {
        for (Path mounted : mountedBelow(folder.toAbsolutePath())) {
            Command.run(Account.asRoot("umount", "-l", mounted.toString())).orThrow("umount " + mounted);
        }
    }

    private static List<Path> mountedBelow(Path folder) {
        List<Path> mounted = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(MOUNTS, UTF_8)) {
                Path target = Path.of(line.split(" ", -1)[1].replace("\\040", " "));
                if (target.startsWith(folder)) {
                    mounted.add(target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return mounted;
    }
}
