package io.greenlang.patroni.monitor.app;

import io.greenlang.patroni.monitor.export.http.Looks;
import io.greenlang.patroni.monitor.fuzz.FuzzTarget;
import io.greenlang.patroni.monitor.net.HttpTransport.Document;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.util.List;
import okhttp3.Headers;

/** What a command is told by whatever listens at the address that it was given. */
public final class MonitorAnswerTarget {
    private MonitorAnswerTarget() {}

    /** The first line is the exit status, the rest is the text. */
    public static FuzzTarget target() {
        return FuzzTarget.ofText(
                "monitor-answer",
                UnusableAnswerException.class,
                List.of("0\n\u001b[1mgreenlang\u001b[0m  OK\n  patroni-0  leader\n", "3\n{\"clusters\": []}\n"),
                MonitorAnswerTarget::read);
    }

    private static void read(String answer) throws UnusableAnswerException {
        String[] parts = answer.split("\n", 2);
        Headers headers = new Headers.Builder()
                .addUnsafeNonAscii(Looks.EXIT_STATUS, parts[0].replaceAll("\\p{Cntrl}", ""))
                .build();
        String text = parts.length == 1 ? "" : parts[1];
        String shown = MonitorClient.shown(new Document(200, headers, text)).text();
        if (shown.contains("\u001b[2J") || shown.indexOf('\b') >= 0) {
            throw new AssertionError("would move the cursor: " + shown);
        }
    }
}
