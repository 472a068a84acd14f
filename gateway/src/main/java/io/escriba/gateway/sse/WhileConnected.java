package io.escriba.gateway.sse;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.ext.web.RoutingContext;

/** Answers that are worked on while whoever asked for them is there. */
public final class WhileConnected {
    private WhileConnected() {}

    /**
     * The same answer, whose work is cancelled when the connection closes. Quarkus does so too, but does not notice a connection
     * that was closed before the work began.
     */
    public static <T> Uni<T> of(RoutingContext context, Uni<T> answer) {
        return Uni.createFrom().emitter(emitter -> {
            Cancellable work = answer.subscribe().with(emitter::complete, emitter::fail);
            emitter.onTermination(work::cancel);
            context.addEndHandler(ended -> work.cancel());
            if (context.response().closed()) {
                work.cancel();
            }
        });
    }
}
