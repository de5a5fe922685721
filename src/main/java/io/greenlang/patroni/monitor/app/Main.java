package io.greenlang.patroni.monitor.app;

import java.io.PrintWriter;
import java.security.Security;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry of {@code java -jar patroni-monitor.jar}. */
public final class Main {
    /** Security property to the system property that an operator may have set in its place. */
    private static final Map<String, String> NAME_LIFE_TIMES = Map.of(
            "networkaddress.cache.ttl", "sun.net.inetaddr.ttl",
            "networkaddress.cache.negative.ttl", "sun.net.inetaddr.negative.ttl");

    private static final String SECONDS = "1";

    private Main() {}

    public static void main(String[] args) {
        keepNameLookupsFresh();
        System.exit(commandLine().execute(args));
    }

    /**
     * The JDK remembers for half a minute where a host is; a pod that came back is somewhere else. To be called before the first
     * host name is looked up: the JDK reads these once.
     */
    private static void keepNameLookupsFresh() {
        NAME_LIFE_TIMES.forEach((security, system) -> {
            if (System.getProperty(system) == null) {
                Security.setProperty(security, SECONDS);
            }
        });
    }

    static CommandLine commandLine() {
        return new CommandLine(new PatroniMonitor())
                .setParameterExceptionHandler(Main::refuse)
                .setExecutionStrategy(Main::execute);
    }

    /** An option before the command would be left out of account, and another cluster looked at than the one that was meant. */
    private static int execute(ParseResult parsed) {
        List<OptionSpec> lost = parsed.matchedOptions().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .toList();
        if (parsed.hasSubcommand() && !lost.isEmpty()) {
            String command = parsed.subcommand().commandSpec().name();
            throw new ParameterException(
                    parsed.subcommand().commandSpec().commandLine(),
                    "%s stands before the command %s, which does not see it: write it after %s"
                            .formatted(lost.get(0).longestName(), command, command));
        }
        return new RunLast().execute(parsed);
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
