package io.greenlang.patroni.monitor.export.http.page;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/**
 * The template, compiled when this class is first used. Everything that is filled in is escaped; a name that no view has is
 * an error, and so is a missing value.
 */
final class PageTemplate {
    private static final String SOURCE = read("status.mustache");
    private static final Template COMPILED = Mustache.compiler()
            .strictSections(true)
            .withLoader(name -> new StringReader(read(name + ".mustache")))
            .compile(SOURCE);
    private static final String POLICY = "default-src 'none'; style-src 'sha256-" + sha256(style(SOURCE))
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private PageTemplate() {}

    static String fill(PageView view) {
        return COMPILED.execute(view);
    }

    static String contentSecurityPolicy() {
        return POLICY;
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
        try (InputStream file = PageTemplate.class.getResourceAsStream(name)) {
            return file == null
                    ? Optional.empty()
                    : Optional.of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
