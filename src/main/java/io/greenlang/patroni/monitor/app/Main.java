package io.greenlang.patroni.monitor.app;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry of {@code java -jar patroni-monitor.jar}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        NameLookups.keepFresh();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new PatroniMonitor()).setParameterExceptionHandler(Main::refuse);
    }

    /** In one line, what to try in a second one: the options scrolled past would hide what is wrong. */
    private static int refuse(ParameterException wrong, String... arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(wrong.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(wrong, err)) {
            err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.USAGE;
    }
}
