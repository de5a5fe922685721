package io.greenlang.patroni.monitor.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether files were replaced or rewritten since one asked last, symbolic links followed: that is how Kubernetes and
 * cert-manager rotate them. Not safe for concurrent use.
 */
public final class WatchedFiles {
    private final List<Path> files;
    private Map<Path, Stamp> seen;

    /** Null where there is no such file now. */
    private record Stamp(
            FileTime modified, long size, @Nullable Object key) {}

    /** @param files null ones are left out */
    public WatchedFiles(@Nullable Path... files) {
        this.files = Stream.of(files).filter(Objects::nonNull).toList();
        this.seen = stamps();
    }

    /** Whether any has changed since this was asked last, or since the start. One that vanished has changed, too. */
    public boolean haveChanged() {
        Map<Path, Stamp> now = stamps();
        boolean changed = !now.equals(seen);
        seen = now;
        return changed;
    }

    /** What they hold could not be used: they count as changed until it can, since not every cure changes a file. */
    public void lookAgain() {
        seen = Map.of();
    }

    private Map<Path, Stamp> stamps() {
        Map<Path, Stamp> stamps = new HashMap<>();
        for (Path file : files) {
            try {
                BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
                stamps.put(file, new Stamp(found.lastModifiedTime(), found.size(), found.fileKey()));
            } catch (IOException gone) {
                stamps.remove(file);
            }
        }
        return stamps;
    }
}
