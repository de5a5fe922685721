package io.greenlang.patroni.monitor.net;

import java.io.IOException;
import java.io.InterruptedIOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/** The connection stood, and no complete HTTP header came back. */
final class ReplyLostException extends IOException {
    private final boolean encrypted;

    ReplyLostException(IOException cause, boolean encrypted) {
        super(cause);
        this.encrypted = encrypted;
    }

    boolean isEncrypted() {
        return encrypted;
    }

    /**
     * Marks what fails from here on as failing on an established connection, and takes away {@code Retry-After: 0}, upon
     * which OkHttp would ask again by itself.
     */
    static Response exchange(Interceptor.Chain chain) throws IOException {
        try {
            return chain.proceed(chain.request())
                    .newBuilder()
                    .removeHeader("Retry-After")
                    .build();
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw new ReplyLostException(e, chain.request().isHttps());
        }
    }
}
