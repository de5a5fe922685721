package io.greenlang.patroni.monitor.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * Runs one input through a parser and judges it. An input that takes too much memory is parsed a second time: what the JDK and
 * libraries load once and keep is not the input's. Not for concurrent use.
 */
final class Trial {
    /** Measured: at most 63, of a tree of JSON in which three bytes, <code>{},</code>, are an object with a map of its own. */
    static final long BYTES_PER_INPUT_BYTE = 80;

    private static final int SHOWN = 300;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final FuzzTarget target;
    private final int slack;
    private long runs;
    private long refusals;
    private double worst;

    Trial(FuzzTarget target) {
        this(target, 1);
    }

    /**
     * Runs every sample first, so that loading classes is nobody's memory.
     *
     * @param slack so many times the memory is allowed: for a driver that allocates in the same thread
     */
    Trial(FuzzTarget target, int slack) {
        this.target = target;
        this.slack = slack;
        int accepted = 0;
        for (byte[] sample : target.samples()) {
            accepted += parse(sample) ? 1 : 0;
        }
        if (accepted == 0) {
            throw new AssertionError(target.name() + " refuses every sample");
        }
    }

    /** @throws AssertionError when the parser throws what it doesn't declare, or allocates out of proportion */
    void run(byte[] input) {
        long most = slack * (target.baseBytes() + BYTES_PER_INPUT_BYTE * input.length);
        long allocated = allocatedFor(input);
        runs++;
        if (allocated > most) {
            allocated = allocatedFor(input);
        }
        if (allocated > most) {
            throw new AssertionError("%s allocates %d bytes for %d bytes of input, limit %d: %s"
                    .formatted(target.name(), allocated, input.length, most, shown(input)));
        }
        worst = Math.max(worst, (double) allocated / most);
    }

    private long allocatedFor(byte[] input) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        refusals += parse(input) ? 0 : 1;
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** Executions, the share of inputs that the parser refused, and the largest share of the memory limit. */
    String summary() {
        return "%-16s %,9d executions, %3.0f %% refused, at most %3.0f %% of the memory limit"
                .formatted(target.name(), runs, 100.0 * refusals / Math.max(1, runs), 100 * worst);
    }

    private boolean parse(byte[] input) {
        try {
            target.parser().parse(input);
            return true;
        } catch (Exception | StackOverflowError e) {
            if (target.signal().isInstance(e)) {
                return false;
            }
            throw new AssertionError(target.name() + " throws " + e + " for " + shown(input), e);
        }
    }

    private static String shown(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "… (" + input.length + " bytes)";
    }
}
