package io.escriba.kafka;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/**
 * What to change when Kafka refuses a client: its settings, its user, or what this user may do. Trying again does not help
 * until somebody has changed it.
 */
public final class Refusal {
    private static final String LIST = "docs/secured-kafka.md lists";

    private Refusal() {}

    /** What was refused and what to change, in sentences; none if this failure is none of these. */
    public static Optional<String> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<String> told = told(cause);
            if (told.isPresent()) {
                return told;
            }
        }
        return Optional.empty();
    }

    /** What to tell of a failure: how Kafka has refused, or else the failure's own message. */
    public static String orMessage(Throwable failure) {
        return of(failure).orElseGet(() -> String.valueOf(failure.getMessage()));
    }

    private static Optional<String> told(Throwable cause) {
        if (cause instanceof SslAuthenticationException) {
            return Optional.of("No TLS connection to Kafka can be made: " + sentence(deepest(cause))
                    + " Correct kafka.ssl.truststore.*, and connect by a name that is in the broker's certificate.");
        }
        if (cause instanceof AuthenticationException) {
            return Optional.of("Kafka does not accept this client's user: " + sentence(cause)
                    + " Correct the name and the password in kafka.sasl.jaas.config, and kafka.sasl.mechanism.");
        }
        if (cause instanceof ConfigException) {
            return Optional.of(
                    sentence(cause) + " Correct this setting; it is called so here too, with kafka. before it.");
        }
        return cause instanceof AuthorizationException ? Optional.of(missing(cause)) : Optional.empty();
    }

    private static String missing(Throwable cause) {
        return "This client's user has not the rights for this in Kafka: " + sentence(cause) + " Grant those on "
                + resource(cause) + " that " + LIST + " for it.";
    }

    private static String resource(Throwable cause) {
        if (cause instanceof TopicAuthorizationException topics) {
            Set<String> names = topics.unauthorizedTopics();
            return names.isEmpty() ? "the topic" : "the topic " + quoted(names);
        }
        if (cause instanceof GroupAuthorizationException group && group.groupId() != null) {
            return "the group " + quoted(List.of(group.groupId()));
        }
        return cause instanceof TransactionalIdAuthorizationException ? "transactional ids" : "the cluster";
    }

    private static String quoted(Collection<String> names) {
        return "'" + String.join("', '", names) + "'";
    }

    private static Throwable deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }

    /** Words that more can follow. */
    private static String sentence(Throwable failure) {
        String words = String.valueOf(failure.getMessage());
        return words.endsWith(".") ? words : words + ".";
    }
}
