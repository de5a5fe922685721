package io.greenlang.patroni.monitor.source.patroni;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A node that does to each connection, byte by byte, what its script says, as no decent HTTP server would. */
final class ScriptedNode implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicInteger connections = new AtomicInteger();
    private final Script script;

    ScriptedNode(Script script) throws IOException {
        this.script = script;
        Thread thread = new Thread(this::serve, "scripted-node");
        thread.setDaemon(true);
        thread.start();
    }

    /** Reads the question, sends this text, and closes. */
    static ScriptedNode answering(String text) throws IOException {
        return new ScriptedNode((socket, node) -> {
            node.readQuestion(socket);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        });
    }

    URI base() {
        return base("http");
    }

    URI base(String scheme) {
        return URI.create(scheme + "://127.0.0.1:" + listener.getLocalPort());
    }

    int connections() {
        return connections.get();
    }

    void awaitQuestion() throws InterruptedException {
        if (!asked.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody asked");
        }
    }

    void readQuestion(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return;
            }
            head.append((char) next);
        }
        asked.countDown();
    }

    /** @return whether the test is over */
    boolean idle(long millis) throws InterruptedException {
        return closed.await(millis, TimeUnit.MILLISECONDS);
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                connections.incrementAndGet();
                script.play(socket, this);
            } catch (IOException e) {
                // the client went away, or the test is over
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
    }

    interface Script {
        void play(Socket socket, ScriptedNode node) throws IOException, InterruptedException;
    }
}
