package io.escriba.gateway.security.caller;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/**
 * Whoever sends requests.
 *
 * @param name of the API key, or made of the one in a token; {@link #ANYONE} has none
 */
public record Caller(String name) implements Principal {
    /** Whoever can reach a gateway that asks for no key. */
    public static final Caller ANYONE = new Caller("");

    /** Who the current request is from. */
    public static Caller of(SecurityContext context) {
        if (context.getUserPrincipal() instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("Nobody has asked who this request is from.");
    }

    @Override
    public String getName() {
        return name;
    }
}
