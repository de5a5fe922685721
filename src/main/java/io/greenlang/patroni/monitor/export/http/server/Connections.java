package io.greenlang.patroni.monitor.export.http.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every open connection: how many, from where, and how long each has kept us waiting. Safe for concurrent use; closes
 * connections without holding its lock.
 */
final class Connections implements Connection.Listener {
    private static final Logger logger = LoggerFactory.getLogger(Connections.class);
    private static final int IPV6_NETWORK_BYTES = 8;
    /** How many times the limit may come within a moment. They go as newcomers come, and with the time limits. */
    private static final int BURST = 4;

    private static final Duration YOUNG = Duration.ofSeconds(1);

    private final PortLimits limits;
    private final InstantSource clock;

    @GuardedBy("this") private final Map<EndPoint, Client> open = new LinkedHashMap<>();

    @GuardedBy("this") private final Map<Object, Integer> perAddress = new HashMap<>();

    /** @param clock on which time only passes */
    Connections(PortLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** What a connection waits for. */
    private enum Phase {
        /** For its first request, or the rest of one that has begun. */
        ARRIVING,
        /** For the next request. */
        IDLE,
        /** For us. */
        WORKING,
        /** For the client to take its answer. */
        TAKING
    }

    /** All fields guarded by the {@code Connections}. */
    private static final class Client {
        final EndPoint endPoint;
        final Object address;
        Phase phase = Phase.ARRIVING;
        Instant since;
        /** That had come when the phase began. */
        long bytesIn;

        Client(EndPoint endPoint, Instant since) {
            this.endPoint = endPoint;
            this.address = origin(endPoint.getRemoteSocketAddress());
            this.since = since;
        }
    }

    @Override
    public void onOpened(Connection connection) {
        EndPoint endPoint = connection.getEndPoint();
        if (endPoint instanceof EndPoint.Wrapper) {
            return; // what runs inside TLS is the same client
        }
        Optional<Client> tooMany;
        synchronized (this) {
            Client client = new Client(endPoint, clock.instant());
            open.put(endPoint, client);
            perAddress.merge(client.address, 1, Integer::sum);
            tooMany = slowest(client);
        }
        tooMany.ifPresent(client -> close(client, "too many connections"));
    }

    @Override
    public void onClosed(Connection connection) {
        if (!(connection.getEndPoint() instanceof EndPoint.Wrapper)) {
            forget(connection.getEndPoint());
        }
    }

    /** The head of a request has come; its body has not. */
    void arriving(EndPoint endPoint) {
        // the time runs since the first byte
        synchronized (this) {
            Client client = open.get(outermost(endPoint));
            if (client != null && client.phase == Phase.IDLE) {
                enter(client, Phase.ARRIVING);
            }
        }
    }

    /** A whole request has come. */
    void working(EndPoint endPoint) {
        enter(endPoint, Phase.WORKING);
    }

    /** The answer is on its way. */
    void taking(EndPoint endPoint) {
        enter(endPoint, Phase.TAKING);
    }

    /** The answer was taken. */
    void idle(EndPoint endPoint) {
        enter(endPoint, Phase.IDLE);
    }

    /** Closes every connection that has kept us waiting for too long. To be called again and again. */
    void sweep() {
        List<Client> late = new ArrayList<>();
        synchronized (this) {
            Instant now = clock.instant();
            for (Client client : open.values()) {
                boolean begun = client.phase == Phase.IDLE && bytesIn(client) > client.bytesIn;
                if (begun) {
                    enter(client, Phase.ARRIVING);
                } else if (isLate(client, now)) {
                    late.add(client);
                }
            }
        }
        late.forEach(client -> close(client, "too slow"));
    }

    /** How many are open. */
    synchronized int count() {
        return open.size();
    }

    private boolean isLate(Client client, Instant now) {
        Duration waited = Duration.between(client.since, now);
        return switch (client.phase) {
            case ARRIVING -> waited.compareTo(limits.arriving()) > 0;
            case IDLE -> waited.compareTo(limits.idle()) > 0;
            case TAKING -> waited.compareTo(limits.taking()) > 0;
            case WORKING -> false;
        };
    }

    /** Whom to close so that the newcomer may stay; nobody while there is room. */
    @GuardedBy("this") private Optional<Client> slowest(Client newcomer) {
        Map<Object, Integer> counts = perAddress;
        int fromThere = counts.getOrDefault(newcomer.address, 0);
        if (fromThere > limits.connectionsPerAddress()) {
            boolean burst = fromThere > BURST * limits.connectionsPerAddress();
            return slowest(client -> client.address.equals(newcomer.address), newcomer, burst);
        }
        if (open.size() > limits.connections()) {
            int most =
                    counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
            return slowest(
                    client -> counts.getOrDefault(client.address, 0) == most,
                    newcomer,
                    open.size() > BURST * limits.connections());
        }
        return Optional.empty();
    }

    /**
     * Many may come at once, and all are accepted before the first is read: who came a moment ago has kept nobody waiting.
     *
     * @param burst so many came that somebody has to go: the newcomer, where all others wait for us
     */
    @GuardedBy("this") private Optional<Client> slowest(Predicate<Client> among, Client newcomer, boolean burst) {
        Optional<Client> slowest = open.values().stream()
                .filter(client -> client != newcomer && client.phase != Phase.WORKING && among.test(client))
                .min(Comparator.comparing(client -> client.since));
        if (burst) {
            return Optional.of(slowest.orElse(newcomer));
        }
        Instant young = newcomer.since.minus(YOUNG);
        return slowest.filter(client -> client.since.isBefore(young));
    }

    private synchronized void enter(EndPoint endPoint, Phase phase) {
        Client client = open.get(outermost(endPoint));
        if (client != null) {
            enter(client, phase);
        }
    }

    private void enter(Client client, Phase phase) {
        client.phase = phase;
        client.since = clock.instant();
        client.bytesIn = bytesIn(client);
    }

    private synchronized void forget(EndPoint endPoint) {
        Client client = open.remove(endPoint);
        if (client != null) {
            perAddress.computeIfPresent(client.address, (address, count) -> count > 1 ? count - 1 : null);
        }
    }

    private void close(Client client, String why) {
        forget(client.endPoint);
        logger.debug("Connection from {} closed: {}", client.address, why);
        client.endPoint.close();
    }

    private static long bytesIn(Client client) {
        Connection connection = client.endPoint.getConnection();
        return connection == null ? 0 : connection.getBytesIn();
    }

    private static EndPoint outermost(EndPoint endPoint) {
        return endPoint instanceof EndPoint.Wrapper wrapper ? wrapper.unwrap() : endPoint;
    }

    /** The address, or the network where one client has as many addresses as it likes. */
    private static Object origin(SocketAddress remote) {
        if (!(remote instanceof InetSocketAddress socket) || socket.getAddress() == null) {
            return "unknown";
        }
        InetAddress address = socket.getAddress();
        byte[] bytes = address.getAddress();
        return bytes.length > Integer.BYTES
                ? Arrays.toString(Arrays.copyOf(bytes, IPV6_NETWORK_BYTES))
                : address.getHostAddress();
    }
}
