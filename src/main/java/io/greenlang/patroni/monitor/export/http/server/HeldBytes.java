package io.greenlang.patroni.monitor.export.http.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Bounds the bytes that slow clients keep in memory. What is too much is let go of, longest held first, by dropping those who
 * hold it; so that it is the slow who lose. Safe for concurrent use.
 */
final class HeldBytes {
    private final long most;

    @GuardedBy("this") private final Map<Key, Holding> byAge = new LinkedHashMap<>();

    @GuardedBy("this") private long held;

    HeldBytes(long most) {
        this.most = most;
    }

    /** Equal only to itself: two answers may have the same bytes. */
    private record Key(Object what) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.what == what;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(what);
        }
    }

    private record Holding(long bytes, Set<Holder> holders) {}

    /** One of them; equal only to itself. */
    private static final class Holder {
        private final Runnable drop;

        Holder(Runnable drop) {
            this.drop = drop;
        }

        void drop() {
            drop.run();
        }
    }

    /**
     * From now on somebody holds it, who is dropped when room is needed. It fits always, even when it is larger than everything
     * that may be held.
     *
     * @param what counts once, however many hold it
     * @param drop called at most once, without a lock
     * @return lets go of it again; harmless when it was dropped or called before
     */
    Runnable hold(Object what, long bytes, Runnable drop) {
        Key key = new Key(what);
        Holder own = new Holder(drop);
        List<Holder> dropped;
        synchronized (this) {
            Holding holding = byAge.get(key);
            if (holding == null) {
                holding = new Holding(bytes, new HashSet<>());
                held += bytes;
                byAge.put(key, holding);
            }
            holding.holders().add(own);
            dropped = makeRoom(key);
        }
        dropped.forEach(Holder::drop);
        return () -> letGo(key, own);
    }

    synchronized long held() {
        return held;
    }

    @GuardedBy("this") private List<Holder> makeRoom(Key newest) {
        List<Holder> dropped = new ArrayList<>();
        Iterator<Map.Entry<Key, Holding>> oldest = byAge.entrySet().iterator();
        while (held > most && oldest.hasNext()) {
            Map.Entry<Key, Holding> next = oldest.next();
            if (!next.getKey().equals(newest)) {
                dropped.addAll(next.getValue().holders());
                held -= next.getValue().bytes();
                oldest.remove();
            }
        }
        return dropped;
    }

    private synchronized void letGo(Key key, Holder own) {
        Holding holding = byAge.get(key);
        if (holding != null
                && holding.holders().remove(own)
                && holding.holders().isEmpty()) {
            held -= holding.bytes();
            byAge.remove(key);
        }
    }
}
