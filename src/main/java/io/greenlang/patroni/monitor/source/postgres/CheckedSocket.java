package io.greenlang.patroni.monitor.source.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** A socket of the driver whose answers are {@link ServerMessages}, until both sides go over to TLS. */
final class CheckedSocket extends Socket {
    private final Wire wire;
    private @Nullable ServerMessages in;

    CheckedSocket(Wire wire) {
        this.wire = wire;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return messages();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new ClientMessages(super.getOutputStream(), messages(), wire);
    }

    private synchronized ServerMessages messages() throws IOException {
        ServerMessages messages = in;
        if (messages == null) {
            messages = new ServerMessages(super.getInputStream(), wire.mostBytes());
            in = messages;
        }
        return messages;
    }
}
