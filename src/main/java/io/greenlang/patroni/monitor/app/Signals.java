package io.greenlang.patroni.monitor.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signals of the operating system that a daemon is steered by. The JDK has them only in {@code sun.misc}, which the
 * compiler warns of without a way to allow it; so it is reached by name.
 */
final class Signals {
    private static final Logger logger = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /** SIGHUP: reads the configuration again. The action runs on a thread of its own. */
    static void onHangUp(Runnable action) {
        on("HUP", action);
    }

    /** SIGTERM and SIGINT: an orderly stop, which ends with the exit status of the command. */
    static void onTermination(Runnable action) {
        on("TERM", action);
        on("INT", action);
    }

    private static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object runsAction = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            Object named = signal.getConstructor(String.class).newInstance(name);
            Object before = signal.getMethod("handle", signal, handler).invoke(null, named, runsAction);
            if (before.equals(handler.getField("SIG_IGN").get(null))) {
                logger.info("Signal {} does nothing: it was ignored when the daemon started, as nohup does", name);
            }
        } catch (InvocationTargetException e) {
            logger.info("Signal {} is not available on this system", name, e.getCause());
        } catch (ReflectiveOperationException e) {
            logger.warn("This JDK has no signal handling: signal {} does nothing", name, e);
        }
    }
}
