package io.greenlang.patroni.monitor.model;

import java.util.Locale;

/** Why a question got no usable answer. A closed list, because it becomes the label {@code reason}. */
public enum FailureKind {
    /** No answer within the deadline: a hung process, a lost packet, a host that is gone. */
    TIMEOUT,
    /** The host answers, but nothing listens on the port. */
    REFUSED,
    /** No route, network down, connection reset while connecting. */
    UNREACHABLE,
    /** The host name has no address. */
    DNS,
    /** The TLS handshake failed: untrusted, expired, wrong name, or a client certificate is wanted. */
    TLS,
    /** User, password or pg_hba.conf was refused. */
    AUTH,
    /** An HTTP status that this path never has when all is well. */
    HTTP_STATUS,
    /** Accepted, then closed without a byte: what Patroni does to DCS questions when its DCS is down. */
    EMPTY_REPLY,
    /** The answer ended early. */
    CUT,
    /** An answer that is no JSON, or lacks what every version has. */
    BAD_ANSWER,
    /** An answer above the size limit. */
    TOO_LARGE,
    /** Logged in, but not allowed to read this. */
    PERMISSION,
    /** The answer is about another Patroni cluster. */
    SCOPE_MISMATCH,
    /** PostgreSQL is up but accepts no connection yet, or no longer (SQLSTATE 57P0x). */
    STARTING,
    /** PostgreSQL has no connection slot left for this role (SQLSTATE 53300). */
    TOO_MANY_CONNECTIONS,
    /** PostgreSQL answered with another error. */
    SQL,
    /** By the members' own word their DCS is out of reach; not asked, so as to do no harm. */
    DCS_AWAY,
    /** The member published no address to ask at. */
    NO_ADDRESS,
    /** The daemon itself had no thread left for this question. */
    MONITOR_BUSY,
    /** A bug in the daemon itself; its log has the stack trace. */
    INTERNAL;

    /** The value of the label {@code reason}: lower case with underscores. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
