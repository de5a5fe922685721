package io.greenlang.patroni.monitor.export.http.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Who answers. Asked on a thread that reads for everybody: must return at once. */
@FunctionalInterface
public interface Answering {
    /** What becomes of a request whose head has come. Never throws. */
    Decision decide(Call call);

    /**
     * An answer, or the work that leads to one.
     *
     * @param maxBody how many bytes of body the work needs at most; 0 when it needs none, and none is read
     */
    record Decision(int maxBody, Work work) {
        /** Answers without a body and without work. */
        public static Decision now(ServerResponse answer) {
            return new Decision(0, body -> CompletableFuture.completedFuture(answer));
        }
    }

    /** What needs a thread of its own. */
    @FunctionalInterface
    interface Work {
        /** Returns at once, never throws; the stage never fails. */
        CompletionStage<ServerResponse> begin(byte[] body);
    }
}
