package io.greenlang.patroni.monitor.export.http.server;

import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * Sends an answer piece by piece, whenever the client can take one; no thread waits for it. In pieces because the JDK copies what
 * it writes, and would copy all that is left each time.
 */
final class AnswerWriter extends IteratingCallback {
    private static final int PIECE = 64 << 10;

    private final ServerResponse answer;
    private final int size;
    private final Response response;
    private final Callback done;
    private int sent;
    private boolean begun;

    /** @param bodyWanted false for the head alone */
    AnswerWriter(ServerResponse answer, boolean bodyWanted, Response response, Callback done) {
        this.answer = answer;
        this.size = bodyWanted ? answer.size() : 0;
        this.response = response;
        this.done = done;
    }

    @Override
    protected Action process() {
        if (begun && sent == size) {
            return Action.SUCCEEDED;
        }
        begun = true;
        int begin = sent;
        sent = Math.min(size, begin + PIECE);
        response.write(sent == size, answer.slice(begin, sent), this);
        return Action.SCHEDULED;
    }

    @Override
    protected void onCompleteSuccess() {
        done.succeeded();
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        done.failed(cause);
    }
}
