package io.escriba.gateway.topic;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive as long as news arrive. A gateway that has stopped to listen shows an old world, and must be restarted. */
@Liveness
final class TopicsFollowed implements HealthCheck {
    private final FollowedTopics topics;

    TopicsFollowed(FollowedTopics topics) {
        this.topics = topics;
    }

    @Override
    public HealthCheckResponse call() {
        return TopicsRead.response("following", "lost", topics.lost());
    }
}
