package io.greenlang.patroni.monitor.config;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ways in which a server may ask the monitor who it is, as libpq's {@code require_auth} has them. An attempt in which it
 * asks in another way, or not at all, is given up before anything is sent.
 *
 * @param methods not empty
 */
public record RequireAuth(Set<Method> methods) {
    /** Whatever the server asks for: where there is no password that it could get. */
    public static final RequireAuth ANY = new RequireAuth(Set.of(Method.values()));

    public static final RequireAuth SCRAM = new RequireAuth(Set.of(Method.SCRAM_SHA_256));

    static final Format<RequireAuth> FORMAT = new Format<>(
            "a list of " + names(List.of(Method.values())) + ", separated by commas; or each of them with ! before it",
            RequireAuth::parse);

    /** In libpq's words: {@code NONE} is a server that lets everybody in. */
    public enum Method {
        PASSWORD,
        MD5,
        GSS,
        SSPI,
        SCRAM_SHA_256,
        NONE;

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public RequireAuth {
        methods = Set.copyOf(methods);
    }

    private static RequireAuth parse(String text) throws Refused {
        List<String> items = Stream.of(text.split(",", -1)).map(String::strip).toList();
        boolean without = items.get(0).startsWith("!");
        EnumSet<Method> named = EnumSet.noneOf(Method.class);
        for (String item : items) {
            if (item.startsWith("!") != without) {
                throw new Refused("has methods with ! and without");
            }
            if (!named.add(method(without ? item.substring(1) : item))) {
                throw new Refused("names a method twice");
            }
        }
        EnumSet<Method> allowed = without ? EnumSet.complementOf(named) : named;
        if (allowed.isEmpty()) {
            throw new Refused("allows no method");
        }
        return new RequireAuth(allowed);
    }

    private static Method method(String label) throws Refused {
        return Stream.of(Method.values())
                .filter(known -> known.label().equals(label.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new Refused("has an unknown method"));
    }

    /**
     * What remains where the server may be anybody's: not the ways in which it would get the password, or a hash of it that
     * is as good.
     *
     * @return empty when nothing remains
     */
    public Set<Method> withoutPassword() {
        return methods.stream()
                .filter(method -> method != Method.PASSWORD && method != Method.MD5)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Every method is as good as another. */
    public boolean isAny() {
        return methods.size() == Method.values().length;
    }

    /** As the driver takes them: {@code gss,scram-sha-256}. */
    public static String names(Collection<Method> methods) {
        return methods.stream().sorted().map(Method::label).collect(Collectors.joining(","));
    }
}
