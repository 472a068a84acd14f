package io.escriba.gateway.topic;

import io.escriba.kafka.Topic;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready when everything is known that was known when the gateway started. */
@Readiness
final class TopicsRead implements HealthCheck {
    private final FollowedTopics topics;

    TopicsRead(FollowedTopics topics) {
        this.topics = topics;
    }

    @Override
    public HealthCheckResponse call() {
        return response("topics", "unread", topics.unread());
    }

    /** Up when nothing is missing; otherwise down, with the names of what is. */
    static HealthCheckResponse response(String check, String what, List<Topic> missing) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(check).status(missing.isEmpty());
        if (!missing.isEmpty()) {
            response.withData(what, missing.stream().map(Topic::topicName).collect(Collectors.joining(", ")));
        }
        return response.build();
    }
}
