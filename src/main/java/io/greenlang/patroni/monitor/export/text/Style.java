package io.greenlang.patroni.monitor.export.text;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;

/** What a piece of text means, which a terminal shows by colour. Nothing is said by colour alone. */
enum Style {
    PLAIN,
    GOOD(Ansi.Style.fg_green),
    WARNING(Ansi.Style.fg_yellow),
    BAD(Ansi.Style.fg_red, Ansi.Style.bold),
    STRONG(Ansi.Style.bold),
    FAINT(Ansi.Style.faint);

    private final String on;

    Style(IStyle... styles) {
        this.on = Ansi.Style.on(styles);
    }

    String paint(String text) {
        return on.isEmpty() || text.isEmpty() ? text : on + text + Ansi.Style.reset.on();
    }
}
