package io.greenlang.patroni.monitor.testing;

import io.greenlang.patroni.monitor.model.Lsn;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The WAL that a dead server left in its data directory, as {@code pg_waldump} reads it. */
record WalOnDisk(Path programs, Path data) {
    private static final Pattern RECORD = Pattern.compile("len \\(rec/tot\\): +\\d+/ *(\\d+),.*? lsn: ([0-9A-F/]+),");
    private static final int PAGE = 8192;
    private static final int SEGMENT = 16 << 20;
    private static final int PAGE_HEADER = 24;
    private static final int SEGMENT_HEADER = 40;
    private static final int ALIGNMENT = 8;

    /**
     * The end of the last whole record.
     *
     * @param from where a record begins or the WAL ends; the answer when there is no record
     */
    Lsn end(int timeline, Lsn from) {
        // it always ends with an error: that of the first record that is none
        String records = Command.run(
                        programs.resolve("pg_waldump").toString(),
                        "-p",
                        data.resolve("pg_wal").toString(),
                        "-t",
                        Integer.toString(timeline),
                        "-s",
                        from.toString())
                .out();
        Matcher matcher = RECORD.matcher(records);
        return matcher.results()
                .reduce((one, other) -> other)
                .map(WalOnDisk::end)
                .orElse(from);
    }

    private static Lsn end(MatchResult last) {
        return end(Lsn.parse(last.group(2)), Long.parseLong(last.group(1)));
    }

    /** A record that is continued on another page has that page's header in between. */
    private static Lsn end(Lsn begin, long length) {
        long at = begin.bytes();
        long rest = length;
        while (rest > 0) {
            if (at % PAGE == 0) {
                at += at % SEGMENT == 0 ? SEGMENT_HEADER : PAGE_HEADER;
            }
            long here = Math.min(rest, PAGE - at % PAGE);
            at += here;
            rest -= here;
        }
        return new Lsn((at + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    }
}
