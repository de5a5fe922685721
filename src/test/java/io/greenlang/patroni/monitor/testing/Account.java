package io.greenlang.patroni.monitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Who the cluster's servers run as: PostgreSQL refuses root, so root hands over to the user {@code postgres}; anybody
 * else stays who they are.
 */
final class Account {
    private static final List<String> TO_POSTGRES =
            List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups");
    /** For a checkout below a folder that only root may enter. */
    private static final List<String> PASSING_CLOSED_FOLDERS =
            List.of("--inh-caps=+dac_override", "--ambient-caps=+dac_override");

    private final List<String> prefix;

    private Account(List<String> prefix) {
        this.prefix = List.copyOf(prefix);
    }

    /** Hands the folder, which must exist, to the account. */
    static Account owning(Path folder) {
        if (!isRoot()) {
            return new Account(List.of());
        }
        give(folder);
        List<String> prefix = new ArrayList<>(TO_POSTGRES);
        Account account = new Account(prefix);
        if (Command.run(account.command("test", "-w", folder.toString())).exitCode() != 0) {
            prefix.addAll(PASSING_CLOSED_FOLDERS);
            account = new Account(prefix);
        }
        return account;
    }

    /** Hands a file to the account. */
    void take(Path file) {
        if (!prefix.isEmpty()) {
            give(file);
        }
    }

    List<String> command(String... command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(List.of(command));
        return whole;
    }

    /** A command for which one has to be root. */
    static List<String> asRoot(String... command) {
        List<String> whole = new ArrayList<>(isRoot() ? List.of() : List.of("sudo", "-n"));
        whole.addAll(List.of(command));
        return whole;
    }

    static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void give(Path path) {
        try {
            Files.setOwner(
                    path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
        } catch (IOException e) {
            throw new UncheckedIOException("is postgresql-15 installed? src/setup/setup.sh installs it", e);
        }
    }
}
