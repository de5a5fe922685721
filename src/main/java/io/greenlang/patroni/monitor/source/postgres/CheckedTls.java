package io.greenlang.patroni.monitor.source.postgres;

import java.io.IOException;
import java.net.Socket;
import java.util.Properties;
import javax.net.ssl.SSLSocket;
import org.postgresql.ssl.LibPQFactory;
import org.postgresql.util.PSQLException;

/** The driver's own TLS, with its answers checked. Public because the driver makes it, by name. */
public final class CheckedTls extends LibPQFactory {
    private final Wire wire;
    private final String attempt;

    /** @param driver the properties of the connection */
    public CheckedTls(Properties driver) throws PSQLException {
        super(driver);
        this.wire = Wire.of(driver);
        this.attempt = driver.getProperty(Connector.ATTEMPT, "");
    }

    @Override
    public Socket createSocket(Socket plain, String host, int port, boolean autoClose) throws IOException {
        return new CheckedTlsSocket((SSLSocket) super.createSocket(plain, host, port, autoClose), wire, attempt);
    }
}
