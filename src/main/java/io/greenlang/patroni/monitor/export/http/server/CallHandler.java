package io.greenlang.patroni.monitor.export.http.server;

import io.greenlang.patroni.monitor.export.http.server.Answering.Decision;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Leads a request from its head over its body to its answer. Runs on the threads that read, and never waits. */
final class CallHandler extends Handler.Abstract.NonBlocking {
    private final Answering answering;
    private final PortLimits limits;
    private final Connections connections;
    private final HeldBytes bodies;
    private final HeldBytes answers;

    CallHandler(Answering answering, PortLimits limits, Connections connections) {
        this.answering = answering;
        this.limits = limits;
        this.connections = connections;
        this.bodies = new HeldBytes(limits.heldBodies());
        this.answers = new HeldBytes(limits.heldAnswers());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange exchange = new Exchange(
                request,
                response,
                callback,
                request.getConnectionMetaData().getConnection().getEndPoint());
        if (request.getHttpURI().getPathQuery().length() > limits.requestLine()) {
            exchange.refuse(HttpStatus.URI_TOO_LONG_414);
            return true;
        }
        Decision decision = answering.decide(call(request));
        if (decision.maxBody() > 0) {
            exchange.read(decision);
        } else {
            exchange.work(decision, new byte[0]);
        }
        return true;
    }

    /** What is told to those whose request can't be read. */
    static boolean answerUnreadable(Request request, Response response, Callback callback) {
        ServerResponse.inWords(response.getStatus(), Map.of()).send(response, true, callback);
        return true;
    }

    private static Call call(Request request) {
        return new Call(
                request.getMethod(),
                Objects.requireNonNullElse(request.getHttpURI().getDecodedPath(), ""),
                request.getHttpURI().getQuery(),
                request.getHeaders()::getValuesList);
    }

    /** One request and its answer. */
    private final class Exchange {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final EndPoint endPoint;

        Exchange(Request request, Response response, Callback callback, EndPoint endPoint) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.endPoint = endPoint;
        }

        void read(Decision decision) {
            connections.arriving(endPoint);
            Runnable letGo = bodies.hold(this, decision.maxBody(), endPoint::close);
            new BodyReader(request, decision.maxBody(), body -> work(decision, body, letGo), status -> {
                        letGo.run();
                        refuse(status);
                    })
                    .run();
        }

        void work(Decision decision, byte[] body) {
            work(decision, body, () -> {});
        }

        private void work(Decision decision, byte[] body, Runnable letGo) {
            connections.working(endPoint);
            decision.work()
                    .begin(body)
                    .thenAccept(answer -> {
                        letGo.run();
                        send(answer);
                    })
                    .exceptionally(bug -> {
                        callback.failed(bug);
                        return null;
                    });
        }

        void refuse(int status) {
            send(ServerResponse.inWords(status, Map.of("Connection", "close")));
        }

        private void send(ServerResponse answer) {
            connections.taking(endPoint);
            Runnable letGo = answers.hold(answer, answer.size(), endPoint::close);
            boolean bodyWanted = !request.getMethod().equals("HEAD");
            answer.send(response, bodyWanted, Callback.from(() -> taken(letGo), callback));
        }

        private void taken(Runnable letGo) {
            letGo.run();
            connections.idle(endPoint);
        }
    }
}
