package io.greenlang.patroni.monitor.config;

import com.typesafe.config.ConfigUtil;
import io.greenlang.patroni.monitor.config.ClusterConfig.HostAndPort;
import io.greenlang.patroni.monitor.config.Problems.Advice;
import io.greenlang.patroni.monitor.config.Section.Read;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Which cluster each seed leads to: only one, whatever the scopes are called. For one thread. */
final class SeedOwners {
    private static final Advice ONCE = new Advice(
            "each seed once, in the block of its own cluster",
            "seeds = [\"http://10.0.1.1:8008\", \"http://10.0.1.2:8008\"]");

    private final Problems problems;
    private final Map<String, Owner> owners = new HashMap<>();

    private record Owner(String cluster, Setting setting) {
        String key() {
            return "clusters." + ConfigUtil.joinPath(cluster);
        }
    }

    SeedOwners(Problems problems) {
        this.problems = problems;
    }

    /** Notes the seeds of the cluster, and refuses those that were noted before. */
    void add(String cluster, Section block) {
        for (Read<URI> seed : block.readEach("seeds", Addresses.SEED)) {
            String scheme = seed.value().getScheme();
            add(scheme + "://" + Authority.of(seed.value()).normalised(), new Owner(cluster, seed.setting()));
        }
        for (Read<HostAndPort> name : block.readEach("dns", Addresses.HOST_AND_PORT)) {
            String host = name.value().host().toLowerCase(Locale.ROOT);
            add("dns " + host + ":" + name.value().port(), new Owner(cluster, name.setting()));
        }
    }

    private void add(String seed, Owner owner) {
        Owner other = owners.putIfAbsent(seed, owner);
        if (other == null) {
            return;
        }
        boolean inOrder =
                Place.IN_ORDER.compare(other.setting().place(), owner.setting().place()) <= 0;
        refuse(inOrder ? other : owner, inOrder ? owner : other);
    }

    private void refuse(Owner first, Owner second) {
        String shown = first.setting().shown();
        Place place = first.setting().place();
        boolean oneBlock = first.cluster().equals(second.cluster());
        problems.add(
                second.setting(),
                oneBlock
                        ? "is the same seed as %s (%s)".formatted(shown, place)
                        : "is a seed of both %s (%s: %s) and %s".formatted(first.key(), place, shown, second.key()),
                ONCE);
    }
}
