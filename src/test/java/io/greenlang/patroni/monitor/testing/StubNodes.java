package io.greenlang.patroni.monitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Stub Patroni REST APIs on loopback ports of their own: any number of nodes, one thread. Speaks HTTP/1.0 with one
 * request per connection, as Patroni does.
 */
public final class StubNodes implements AutoCloseable {
    private final Selector selector;
    private final Thread thread;

    public StubNodes() throws IOException {
        selector = Selector.open();
        thread = new Thread(this::serve, "stub-nodes");
        thread.setDaemon(true);
        thread.start();
    }

    /** Opens one more port; it hangs until it's told what to answer. */
    public Node open() throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        listener.configureBlocking(false);
        Node node = new Node(((InetSocketAddress) listener.getLocalAddress()).getPort());
        listener.register(selector, SelectionKey.OP_ACCEPT, node);
        selector.wakeup();
        return node;
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private void serve() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                selector.select(this::proceed);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void proceed(SelectionKey key) {
        try {
            if (key.attachment() instanceof Node node) {
                SocketChannel accepted = ((ServerSocketChannel) key.channel()).accept();
                if (accepted != null) {
                    accepted.configureBlocking(false);
                    accepted.register(selector, SelectionKey.OP_READ, new Exchange(node));
                }
            } else if (key.attachment() instanceof Exchange exchange) {
                exchange.proceed(key);
            }
        } catch (IOException gone) {
            key.cancel();
            closeQuietly(key);
        }
    }

    private static void closeQuietly(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException ignored) {
            // the client has closed it already
        }
    }

    /** One stub node. Its answers may be changed at any time. */
    public static final class Node {
        private final int port;
        private volatile Function<String, Reply> answers = path -> Reply.NEVER;

        private Node(int port) {
            this.port = port;
        }

        public int port() {
            return port;
        }

        public URI url() {
            return URI.create("http://127.0.0.1:" + port);
        }

        /** From now on a path, such as {@code /patroni}, is answered so. */
        public void answer(Function<String, Reply> byPath) {
            answers = byPath;
        }

        /** From now on connections are accepted and nothing is answered. */
        public void hang() {
            answers = path -> Reply.NEVER;
        }
    }

    /** The bytes on the wire before the connection is closed; {@link #NEVER} leaves it open. */
    public static final class Reply {
        public static final Reply NEVER = new Reply(new byte[0]);
        private final byte[] bytes;

        private Reply(byte[] bytes) {
            this.bytes = bytes;
        }

        /** JSON as Patroni sends it: status 200, no {@code Content-Length}. */
        public static Reply json(String body) {
            return raw("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + body);
        }

        public static Reply raw(String bytes) {
            return new Reply(bytes.getBytes(StandardCharsets.UTF_8));
        }

        /** The same reply with some of its text replaced. */
        public Reply replace(String target, String replacement) {
            return raw(new String(bytes, StandardCharsets.UTF_8).replace(target, replacement));
        }

        /** Closed without a byte. */
        public static Reply nothing() {
            return new Reply(new byte[0]);
        }
    }

    private static final class Exchange {
        private final Node node;
        private final ByteBuffer request = ByteBuffer.allocate(4096);
        private ByteBuffer response = ByteBuffer.allocate(0);

        Exchange(Node node) {
            this.node = node;
        }

        void proceed(SelectionKey key) throws IOException {
            SocketChannel client = (SocketChannel) key.channel();
            if (key.isReadable()) {
                read(key, client);
            } else {
                write(client);
            }
        }

        private void read(SelectionKey key, SocketChannel client) throws IOException {
            if (client.read(request) < 0) {
                throw new ClosedChannelException();
            }
            String text = new String(request.array(), 0, request.position(), StandardCharsets.US_ASCII);
            if (!text.contains("\r\n\r\n")) {
                return;
            }
            Reply reply = node.answers.apply(text.split(" ", 3)[1]);
            if (reply != Reply.NEVER) {
                response = ByteBuffer.wrap(reply.bytes);
                key.interestOps(SelectionKey.OP_WRITE);
            }
        }

        private void write(SocketChannel client) throws IOException {
            client.write(response);
            if (!response.hasRemaining()) {
                client.close();
            }
        }
    }
}
