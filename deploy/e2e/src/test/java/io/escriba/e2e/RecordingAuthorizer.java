package io.escriba.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/** Kafka's authorizer, which remembers what it was asked. Kafka makes it by its name, so what it remembers is static. */
public final class RecordingAuthorizer extends StandardAuthorizer {
    private static final Queue<Asked> ALLOWED = new ConcurrentLinkedQueue<>();
    private static final Queue<Asked> DENIED = new ConcurrentLinkedQueue<>();

    /** Something that a user wanted to do. */
    private record Asked(String user, AclOperation operation, ResourcePattern resource) {
        boolean uses(AclBinding right) {
            return right.entry().principal().equals(user)
                    && right.entry().operation() == operation
                    && right.pattern().resourceType() == resource.resourceType()
                    && (right.pattern().patternType() == PatternType.PREFIXED
                            ? resource.name().startsWith(right.pattern().name())
                            : resource.name().equals(right.pattern().name()));
        }

        @Override
        public String toString() {
            return user + " " + operation + " " + resource.resourceType() + " " + resource.name();
        }
    }

    @Override
    public List<AuthorizationResult> authorize(AuthorizableRequestContext context, List<Action> actions) {
        List<AuthorizationResult> results = super.authorize(context, actions);
        for (int i = 0; i < results.size(); i++) {
            Action action = actions.get(i);
            Asked asked = new Asked(context.principal().toString(), action.operation(), action.resourcePattern());
            if (results.get(i) == AuthorizationResult.ALLOWED) {
                ALLOWED.add(asked);
            } else if (action.logIfDenied()) {
                // Not where Kafka only asks which of many things it may show.
                DENIED.add(asked);
            }
        }
        return results;
    }

    /** Forgets everything. */
    static void forget() {
        ALLOWED.clear();
        DENIED.clear();
    }

    /** What was asked for in vain, each once. */
    static List<String> denied() {
        return DENIED.stream().map(Asked::toString).distinct().toList();
    }

    /** Those of these rights that nobody has used. */
    static List<AclBinding> unused(Iterable<AclBinding> rights) {
        List<AclBinding> unused = new ArrayList<>();
        for (AclBinding right : rights) {
            if (ALLOWED.stream().noneMatch(asked -> asked.uses(right))) {
                unused.add(right);
            }
        }
        return unused;
    }
}
