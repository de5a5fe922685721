package io.greenlang.patroni.monitor.export.http.page;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.greenlang.patroni.monitor.rule.MonitorReport;
import io.greenlang.patroni.monitor.trend.Trend;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/**
 * The page as HTML: everything that is filled into its template is escaped; a name that no view has is an error, and so is a
 * missing value. Safe for concurrent use.
 *
 * @param html the whole document, valid HTML 5
 * @param contentSecurityPolicy what a browser may do with it: apply its own style sheet, and nothing else
 * @param refreshSeconds after which a browser is to ask again; 0 when the visitor does not want that
 */
public record StatusPage(String html, String contentSecurityPolicy, long refreshSeconds) {
    private static final String SOURCE = read("status.mustache");
    private static final Template COMPILED = Mustache.compiler()
            .strictSections(true)
            .withLoader(name -> new StringReader(read(name + ".mustache")))
            .compile(SOURCE);
    private static final String POLICY = "default-src 'none'; style-src 'sha256-" + sha256(style(SOURCE))
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** @param trends the last hour of a cluster, by its name */
    public static StatusPage of(MonitorReport report, Function<String, Trend> trends, Visit visit) {
        long refresh = visit.options().refreshes() ? visit.refreshSeconds(report) : 0;
        String html = COMPILED.execute(PageView.of(report, trends, visit));
        return new StatusPage(html, POLICY, refresh);
    }

    private static String style(String page) {
        String opening = "<style>";
        return page.substring(page.indexOf(opening) + opening.length(), page.indexOf("</style>"));
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String read(String name) {
        return file(name).orElseThrow(() -> new IllegalStateException("the jar lacks " + name));
    }

    /** A file of the jar beside this class; empty when there is none. */
    static Optional<String> file(String name) {
        try (InputStream file = StatusPage.class.getResourceAsStream(name)) {
            return file == null
                    ? Optional.empty()
                    : Optional.of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
