package io.greenlang.patroni.monitor.memory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest state of every cluster, one file each, so that a damaged one costs its cluster only. A file is replaced as a
 * whole, by a rename after its content has reached the disk. For one writing thread; reading is for the start.
 */
public final class Snapshots {
    /** Of what is in a file; another one is not read. */
    static final int VERSION = 1;
    /** Hundreds of members with a ring of positions, and then some. */
    static final long LARGEST = 16L << 20;

    private static final Logger logger = LoggerFactory.getLogger(Snapshots.class);
    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);
    private static final String SUFFIX = ".json";
    private static final int LONGEST_NAME = 200;

    private final Path folder;

    public Snapshots(StateDirectory directory) {
        this.folder = directory.path().resolve("clusters");
    }

    /** Of a file. */
    private record Content(int version, String cluster, Object kept) {}

    /**
     * Replaces what is kept of a cluster.
     *
     * @param kept a record that Jackson writes
     */
    public void write(String cluster, Object kept) throws IOException {
        StateDirectory.make(folder);
        Path target = file(cluster);
        Path next = target.resolveSibling(target.getFileName() + ".new");
        Files.deleteIfExists(next);
        try (FileChannel channel = FileChannel.open(
                next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), StateDirectory.FILE_MODE)) {
            ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(new Content(VERSION, cluster, kept)));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(next);
            throw e;
        }
        Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * What was kept of a cluster. A file that can't be used is set aside beside it, and the log says why.
     *
     * @param restore makes use of it; what it throws counts as damage, too
     * @return empty when there is none, or none that can be used
     */
    public <K, T> Optional<T> read(String cluster, Class<K> type, Function<K, T> restore) {
        Path file = file(cluster);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(restore.apply(content(cluster, file, type)));
        } catch (JsonProcessingException e) {
            setAside(cluster, file, "it is damaged: " + brief(e));
        } catch (IOException e) {
            setAside(cluster, file, Reasons.of(e));
        } catch (RuntimeException e) {
            setAside(cluster, file, "it is damaged: " + e);
        }
        return Optional.empty();
    }

    /** Deletes what was last written before {@code oldest}: of clusters that nobody watches any more. */
    public void forget(Instant oldest) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                    Files.delete(file);
                    logger.info("Deleted {}, which is older than state.keep", file);
                }
            }
        } catch (IOException e) {
            logger.warn("Old files in {} can't be deleted: {}", folder, Reasons.of(e));
        }
    }

    private static <K> K content(String cluster, Path file, Class<K> type) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException("it has more than " + LARGEST + " bytes");
        }
        JsonNode tree = JSON.readTree(Files.readAllBytes(file));
        if (!tree.isObject() || !tree.path("version").isInt()) {
            throw new IOException("it is no snapshot of patroni-monitor");
        }
        if (tree.path("version").asInt() != VERSION) {
            throw new IOException(
                    "it is of version " + tree.path("version") + ", this patroni-monitor reads " + VERSION);
        }
        if (!tree.path("cluster").asText().equals(cluster)) {
            throw new IOException("it is of cluster " + tree.path("cluster"));
        }
        K kept = JSON.treeToValue(tree.path("kept"), type);
        if (kept == null) {
            throw new IOException("it is empty");
        }
        return kept;
    }

    /** Without what Jackson tells about itself. */
    private static String brief(JsonProcessingException e) {
        return e.getOriginalMessage()
                .replaceAll(" \\(start marker at .*| \\(from .*|, from `.*|: Failed to deserialize .*", "");
    }

    private static void setAside(String cluster, Path file, String why) {
        Path aside = file.resolveSibling(file.getFileName() + ".unusable");
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            logger.warn(
                    "What was remembered of cluster {} can't be used: {}. It is set aside as {}", cluster, why, aside);
        } catch (IOException e) {
            logger.warn(
                    "What was remembered of cluster {} can't be used: {}. It can't be set aside, either: {}",
                    cluster,
                    why,
                    Reasons.of(e));
        }
    }

    /** Any name makes a file name: what is no letter or digit is written as in an address. */
    private Path file(String cluster) {
        String name = URLEncoder.encode(cluster, StandardCharsets.UTF_8).replace("*", "%2A");
        String bounded = name.length() <= LONGEST_NAME
                ? name
                : name.substring(0, LONGEST_NAME) + "-" + Integer.toHexString(cluster.hashCode());
        return folder.resolve("cluster-" + bounded + SUFFIX);
    }
}
