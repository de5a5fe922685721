package io.greenlang.patroni.monitor.correlate;

import io.greenlang.patroni.monitor.model.BackupInfo.Backup;
import io.greenlang.patroni.monitor.model.BackupInfo.Stanza;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which stanza is this cluster's: repositories are shared. The system identifier tells, where the stanza's data could be
 * read; a stanza without data has only its name.
 *
 * @param system identifiers of this cluster; two while it is divided
 * @param archiveStanza where its WAL is sent, when that is known
 * @param known names that were this cluster's before
 */
record StanzaChoice(Set<String> system, @Nullable String archiveStanza, Set<String> known) {
    private static final String UNREADABLE = "[invalid]";

    /** Empty when all belong to others. */
    Optional<Stanza> of(List<Stanza> stanzas) {
        return stanzas.stream()
                .filter(stanza -> stanza.isOf(system))
                .max(Comparator.comparing((Stanza stanza) -> stanza.name().equals(archiveStanza))
                        .thenComparing(this::newestStop))
                .or(() -> stanzas.stream()
                        .filter(stanza -> stanza.databases().isEmpty())
                        .filter(stanza -> stanzas.size() == 1 || isOurs(stanza.name()))
                        .findFirst());
    }

    private boolean isOurs(String name) {
        return name.equals(archiveStanza) || known.contains(name) || name.equals(UNREADABLE);
    }

    private Instant newestStop(Stanza stanza) {
        return stanza.backupsOf(system).stream()
                .map(Backup::stopped)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }
}
