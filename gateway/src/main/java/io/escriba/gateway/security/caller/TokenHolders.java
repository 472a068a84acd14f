package io.escriba.gateway.security.caller;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.store.Sha256;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Those who have a token of an OpenID Connect provider, which Quarkus checks. */
final class TokenHolders implements Callers {
    private static final Logger LOG = Logger.getLogger(TokenHolders.class);

    /** Names and addresses of people, in any alphabet, that are short enough for the id of a stream. */
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._@+ -]{0,63}");

    private static final int DIGITS = 16;
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Function<RoutingContext, Uni<SecurityIdentity>> identities;

    /**
     * Asks for tokens.
     *
     * @param identities who a request is from; fails when it shows a token that is not valid
     */
    TokenHolders(Function<RoutingContext, Uni<SecurityIdentity>> identities) {
        this.identities = identities;
    }

    @Override
    public Uni<Caller> identify(RoutingContext request) {
        return Uni.createFrom()
                .deferred(() -> {
                    if (BearerToken.of(request.request().headers().getAll(HttpHeaders.AUTHORIZATION))
                            .isEmpty()) {
                        throw ProblemException.unauthorized("This needs a token. Send the header 'Authorization: Bearer"
                                + " TOKEN', once, with an access token that the OpenID Connect provider of this gateway"
                                + " has issued for it.");
                    }
                    return identities.apply(request);
                })
                .map(TokenHolders::caller)
                .onFailure(failure -> !(failure instanceof ProblemException))
                .transform(TokenHolders::problem);
    }

    /** Nobody tells this gateway who is gone; the id of a stream expires. */
    @Override
    public boolean know(Caller caller) {
        return !caller.equals(Caller.ANYONE);
    }

    @Override
    public boolean areAsked() {
        return true;
    }

    @Override
    public String description() {
        return "Tokens of an OpenID Connect provider are asked for (quarkus.oidc.auth-server-url).";
    }

    private static Caller caller(SecurityIdentity identity) {
        if (identity.isAnonymous()) {
            throw refused();
        }
        return new Caller(name(identity.getPrincipal().getName()));
    }

    /** How a caller is called: as the token says, unless that could be taken for something else where it is written. */
    static String name(String principal) {
        return PLAIN.matcher(principal).matches()
                ? principal
                : "token-"
                        + Sha256.of(principal.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
    }

    private static ProblemException problem(Throwable failure) {
        if (failure instanceof AuthenticationFailedException) {
            LOG.debug("A token was refused.", failure);
            return refused();
        }
        return ProblemException.unavailable(
                "The OpenID Connect provider of this gateway cannot be asked about the token now. Come back after the time"
                        + " in Retry-After.",
                SOON,
                failure);
    }

    private static ProblemException refused() {
        return ProblemException.unauthorized(
                "The token in the header Authorization is not valid: it has expired, was not"
                        + " issued for this gateway, or not by its OpenID Connect provider. Ask that for a new one.");
    }
}
