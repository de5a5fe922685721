package io.greenlang.patroni.monitor.export.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.junit.jupiter.api.Test;

/** Time passes when the test says so. */
class ConnectionsTest {
    private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");
    private static final PortLimits LIMITS = new PortLimits(
            8, 4, 100, 100, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(90), 100, 100);

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Connections connections = new Connections(LIMITS, now::get);

    @Test
    void closesAFirstRequestThatDoesNotArrive() {
        Client slow = open("10.0.0.1");
        pass(10);
        connections.sweep();
        assertThat(slow.isOpen()).isTrue();
        pass(1);
        connections.sweep();
        assertThat(slow.isOpen()).isFalse();
        assertThat(connections.count()).isZero();
    }

    @Test
    void byteAfterByteDoesNotBuyTime() {
        Client slow = open("10.0.0.1");
        for (int i = 0; i < 11; i++) {
            slow.bytesIn++;
            pass(1);
            connections.sweep();
        }
        assertThat(slow.isOpen()).isFalse();
    }

    @Test
    void countsALaterRequestFromItsFirstByte() {
        Client client = open("10.0.0.1");
        connections.working(client);
        connections.taking(client);
        connections.idle(client);
        pass(60);
        client.bytesIn = 5;
        connections.sweep();
        pass(11);
        connections.sweep();
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void keepsAQuietConnectionForTheNextScrape() {
        Client client = open("10.0.0.1");
        connections.working(client);
        connections.taking(client);
        connections.idle(client);
        pass(90);
        connections.sweep();
        assertThat(client.isOpen()).isTrue();
        pass(1);
        connections.sweep();
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void closesWhoDoesNotTakeTheAnswerButNotWhoWaitsForUs() {
        Client waits = open("10.0.0.1");
        connections.working(waits);
        Client takes = open("10.0.0.2");
        connections.working(takes);
        connections.taking(takes);
        pass(31);
        connections.sweep();
        assertThat(waits.isOpen()).isTrue();
        assertThat(takes.isOpen()).isFalse();
    }

    @Test
    void closesTheSlowestOfAnAddressForItsNextOne() {
        List<Client> first = open(4, "10.0.0.1");
        connections.working(first.get(0));
        pass(2);
        Client next = open("10.0.0.1");
        assertThat(first.get(0).isOpen()).isTrue();
        assertThat(first.get(1).isOpen()).isFalse();
        assertThat(next.isOpen()).isTrue();
    }

    @Test
    void countsAnIpv6NetworkAsOne() {
        List<Client> first = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            first.add(open("2001:db8::" + i));
        }
        pass(2);
        open("2001:db8::ffff");
        open("2001:db8:1::1");
        assertThat(first).extracting(Client::isOpen).containsExactly(false, true, true, true);
    }

    @Test
    void amongManyAddressesTheOneWithMostConnectionsLosesOne() {
        Client scraper = open("10.0.0.9");
        List<Client> crowd = open(4, "10.0.0.1");
        open(3, "10.0.0.2");
        pass(2);
        open("10.0.0.3");
        assertThat(scraper.isOpen()).isTrue();
        assertThat(crowd).extracting(Client::isOpen).containsExactlyInAnyOrder(false, true, true, true);
    }

    @Test
    void letsACrowdInForAMoment() {
        List<Client> crowd = open(16, "10.0.0.1");
        assertThat(crowd).allMatch(Client::isOpen);
        open("10.0.0.1");
        assertThat(connections.count()).isEqualTo(16);
        pass(2);
        open("10.0.0.1");
        assertThat(connections.count()).isEqualTo(16);
    }

    @Test
    void sendsTheNewcomerAwayWhereAllOthersWaitForUs() {
        open(16, "10.0.0.1").forEach(connections::working);
        assertThat(open("10.0.0.1").isOpen()).isFalse();
    }

    private List<Client> open(int count, String address) {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(open(address));
        }
        return clients;
    }

    private Client open(String address) {
        Client client = new Client(address);
        connections.onOpened(client.getConnection());
        return client;
    }

    private void pass(int seconds) {
        now.set(now.get().plusSeconds(seconds));
    }

    /** A connection without a network. */
    private static final class Client extends ByteArrayEndPoint {
        private final InetAddress address;
        private long bytesIn;

        Client(String address) {
            try {
                this.address = InetAddress.getByName(address);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(e);
            }
            setConnection(new AbstractConnection(this, Runnable::run) {
                @Override
                public void onFillable() {
                    // nothing comes
                }

                @Override
                public long getBytesIn() {
                    return bytesIn;
                }
            });
        }

        @Override
        public SocketAddress getRemoteSocketAddress() {
            return new InetSocketAddress(address, 40_000);
        }
    }
}
