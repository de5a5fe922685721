package io.greenlang.patroni.monitor.net;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;

/**
 * Bounds what a remote sends beside its body: the TLS handshake, the headers, and what stands around the chunks. OkHttp keeps a
 * chunk's size line whole, whatever its length, so that an endless one would take all memory. For one call, on its thread.
 */
final class Overhead {
    /** In a row, without a byte of body; a TLS handshake with a long chain takes some 20 KiB. */
    private static final int MOST_BYTES = 128 << 10;

    private int inARow;

    private Overhead() {}

    /** More than that came. */
    static final class Excess extends IOException {
        Excess() {
            super("more than " + MOST_BYTES + " bytes beside the body");
        }
    }

    static Response limited(Interceptor.Chain chain) throws IOException {
        Overhead overhead = new Overhead();
        Response response = chain.withSocketFactory(overhead.new Sockets()).proceed(chain.request());
        ResponseBody body = response.body();
        Source counted = overhead.new Body(body.source());
        return response.newBuilder()
                .body(ResponseBody.create(Okio.buffer(counted), body.contentType(), body.contentLength()))
                .build();
    }

    private void came(int bytes) throws IOException {
        inARow += Math.max(0, bytes);
        if (inARow > MOST_BYTES) {
            throw new Excess();
        }
    }

    private final class Body extends ForwardingSource {
        Body(Source source) {
            super(source);
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            long count = super.read(sink, byteCount);
            inARow = 0;
            return count;
        }
    }

    private final class CountedStream extends FilterInputStream {
        CountedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            came(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int count = super.read(to, offset, length);
            came(count);
            return count;
        }
    }

    private final class CountedSocket extends Socket {
        @Override
        public InputStream getInputStream() throws IOException {
            return new CountedStream(super.getInputStream());
        }
    }

    private final class Sockets extends SocketFactory {
        @Override
        public Socket createSocket() {
            return new CountedSocket();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw connectsItself();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw connectsItself();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw connectsItself();
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            throw connectsItself();
        }

        private UnsupportedOperationException connectsItself() {
            return new UnsupportedOperationException("OkHttp connects its sockets itself");
        }
    }
}
