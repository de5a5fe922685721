package io.greenlang.patroni.monitor.net;

import io.greenlang.patroni.monitor.model.FailureKind;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;

/** The body of one answer, a line at a time: what is not wanted takes no memory. */
final class BodyLines {
    /** Far more than a series with long labels has. */
    private static final long MAX_LINE_BYTES = 1 << 16;

    private BodyLines() {}

    static void read(Call call, Response response, Duration timeout, long maxBytes, Consumer<String> line)
            throws UnusableAnswerException {
        try (BufferedSource body = Okio.buffer(new Limited(response.body().source(), maxBytes))) {
            while (!body.exhausted()) {
                if (body.indexOf((byte) '\n', 0, MAX_LINE_BYTES) < 0 && body.request(MAX_LINE_BYTES)) {
                    throw new TooLarge("a line of more than " + MAX_LINE_BYTES + " bytes");
                }
                String next = body.readUtf8Line();
                if (next != null) {
                    line.accept(next);
                }
            }
        } catch (TooLarge e) {
            throw new UnusableAnswerException(FailureKind.TOO_LARGE, e.what);
        } catch (IOException e) {
            throw TransportFailure.withinTheBody(e, call.isCanceled(), timeout);
        }
    }

    private static final class Limited extends ForwardingSource {
        private final long limit;
        private long read;

        Limited(Source source, long limit) {
            super(source);
            this.limit = limit;
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            long count = super.read(sink, byteCount);
            read += Math.max(count, 0);
            if (read > limit) {
                throw new TooLarge("more than " + limit + " bytes of answer");
            }
            return count;
        }
    }

    private static final class TooLarge extends IOException {
        private final String what;

        TooLarge(String what) {
            super(what);
            this.what = what;
        }
    }
}
