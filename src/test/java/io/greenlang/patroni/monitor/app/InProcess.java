package io.greenlang.patroni.monitor.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.greenlang.patroni.monitor.log.StandardErrorLog;
import io.greenlang.patroni.monitor.testing.Command.Result;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/** The command line within the tests' own JVM, whose streams and log are afterwards as before. */
final class InProcess {
    private InProcess() {}

    /** Writes what other tests have left in the log's queue: it would appear in what is captured next. */
    static void writeLastLines() {
        Logger log = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level usualLevel = log.getLevel();
        log.detachAndStopAllAppenders();
        new StandardErrorLog().configure(log.getLoggerContext());
        log.setLevel(usualLevel);
    }

    static Result run(String... arguments) {
        writeLastLines();
        Logger log = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level usualLevel = log.getLevel();
        PrintStream usualOut = System.out;
        PrintStream usualErr = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            int exitStatus = Main.commandLine().execute(arguments);
            return new Result(exitStatus, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(usualOut);
            System.setErr(usualErr);
            log.setLevel(usualLevel);
        }
    }
}
