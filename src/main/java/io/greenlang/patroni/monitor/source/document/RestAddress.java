package io.greenlang.patroni.monitor.source.document;

import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.net.Excerpt;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import java.net.URI;
import java.net.URISyntaxException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Where a REST API is. Addresses come from the DCS, so that anything may stand in them. */
public final class RestAddress {
    private RestAddress() {}

    /**
     * Scheme, host and port of a member's {@code api_url}. The rest of it is foreign data that decides nothing: a path would
     * lead to any page of any host.
     *
     * @return a valid URI without a trailing slash; null for what is no http or https address
     */
    public static @Nullable String baseOf(String apiUrl) {
        try {
            URI published = new URI(apiUrl);
            String authority = published.getRawAuthority();
            if (authority == null || authority.indexOf('@') != authority.lastIndexOf('@')) {
                return null; // with many of them, the library takes megabytes
            }
            HttpUrl url = HttpUrl.get(published);
            if (url == null) {
                return null;
            }
            HttpUrl origin = new HttpUrl.Builder()
                    .scheme(url.scheme())
                    .host(url.host())
                    .port(url.port())
                    .build();
            return new URI(origin.toString().replaceFirst("/$", "")).toString();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }

    public static HttpUrl of(URI base) throws UnusableAnswerException {
        HttpUrl url = HttpUrl.parse(base.toString());
        if (url == null) {
            throw new UnusableAnswerException(FailureKind.NO_ADDRESS, "no http or https address with a usable host");
        }
        return withoutSecrets(url);
    }

    /** For people: without what might be a password. */
    public static String display(URI base) {
        return Excerpt.of(base.toString().replaceFirst("//[^/]*@", "//").replaceFirst("/*([?#].*)?$", ""));
    }

    private static HttpUrl withoutSecrets(HttpUrl url) {
        return url.newBuilder()
                .username("")
                .password("")
                .query(null)
                .fragment(null)
                .build();
    }
}
