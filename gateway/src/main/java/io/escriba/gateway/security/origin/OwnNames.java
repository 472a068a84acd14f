package io.escriba.gateway.security.origin;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names by which this gateway is called. Any other name that leads here may be somebody else's, who has made it so to read with
 * a page of theirs (DNS rebinding). Thread-safe.
 */
final class OwnNames {
    /** The setting that adds names. */
    static final String SETTING = "escriba.gateway.hosts";

    /** No resolver asks anybody for it or for what is below it (RFC 6761, section 6.3). */
    private static final String LOCALHOST = "localhost";

    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*");

    private final Set<String> given;

    private OwnNames(Set<String> given) {
        this.given = Set.copyOf(given);
    }

    /**
     * Those of this machine, and others.
     *
     * @param listening the name of this machine by which the gateway is told where to listen
     * @param given names and addresses by which it is called besides
     * @throws IllegalArgumentException with all of them that are neither
     */
    static OwnNames of(String listening, List<String> given) {
        String wrong = given.stream()
                .filter(host -> !isHost(normal(host)))
                .map(host -> "'" + host + "'")
                .collect(Collectors.joining(", "));
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(SETTING + " has " + wrong
                    + "; use names and addresses without scheme, port and path, such as escriba.example,"
                    + " separated by commas.");
        }
        return new OwnNames(Stream.concat(Stream.of(listening), given.stream())
                .map(OwnNames::normal)
                .collect(Collectors.toSet()));
    }

    /** Whether this gateway is called so. */
    boolean include(String host) {
        String name = normal(host);
        return name.equals(LOCALHOST) || name.endsWith("." + LOCALHOST) || isLoopback(name) || given.contains(name);
    }

    /** Whether somebody has said so. */
    boolean wereGiven(String host) {
        return given.contains(normal(host));
    }

    private static boolean isHost(String name) {
        return NAME.matcher(name).matches() || NetUtil.createByteArrayFromIpAddressString(name) != null;
    }

    /** Without asking anybody about names. */
    private static boolean isLoopback(String name) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(name);
        try {
            return address != null && InetAddress.getByAddress(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(name + " has an address of " + address.length + " bytes.", e);
        }
    }

    private static String normal(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            return name.substring(1, name.length() - 1);
        }
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
