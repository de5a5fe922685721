package io.greenlang.patroni.monitor.app;

/** A monitor that could not be asked. */
final class UnheardMonitorException extends Exception {
    private static final long serialVersionUID = 1;

    private final String asked;
    private final String reason;
    private final String detail;

    /**
     * @param asked its address
     * @param reason a word of the closed list of failures
     * @param detail one clean line
     */
    UnheardMonitorException(String asked, String reason, String detail) {
        super(asked + ": " + detail, null, false, false);
        this.asked = asked;
        this.reason = reason;
        this.detail = detail;
    }

    String asked() {
        return asked;
    }

    String reason() {
        return reason;
    }

    String detail() {
        return detail;
    }
}
