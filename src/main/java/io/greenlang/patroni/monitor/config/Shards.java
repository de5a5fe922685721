package io.greenlang.patroni.monitor.config;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * How the clusters of one configuration are spread over several daemons. Each belongs to the shard whose number, hashed
 * together with the cluster's name, is the greatest (rendezvous hashing): every daemon finds the same one without asking
 * the others, and adding a shard moves only its share.
 *
 * @param count how many daemons; 1 for one that watches all clusters
 * @param ordinal which of them this one is, from 0
 */
public record Shards(int count, int ordinal) {
    /** Whether this daemon is to watch that cluster. */
    public boolean own(String cluster) {
        return ownerOf(cluster) == ordinal;
    }

    private int ownerOf(String cluster) {
        int owner = 0;
        long greatest = weight(0, cluster);
        for (int shard = 1; shard < count; shard++) {
            long weight = weight(shard, cluster);
            if (weight > greatest) {
                owner = shard;
                greatest = weight;
            }
        }
        return owner;
    }

    /** Must never change: two versions of the daemon that differ in it would both watch a cluster, or neither. */
    private static long weight(int shard, String cluster) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] hash = sha256.digest((shard + "/" + cluster).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
