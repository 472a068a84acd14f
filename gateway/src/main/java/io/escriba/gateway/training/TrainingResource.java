package io.escriba.gateway.training;

import io.escriba.gateway.request.Parameters;
import io.escriba.gateway.sse.EventStream;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows how trainings go. */
@Path("/api/training")
@Tag(name = "training", description = "Jobs that train models")
@NonBlocking
public final class TrainingResource {
    private static final long NONE = -1;

    private final TrainingHistory history;
    private final TrainingFeed feed;

    TrainingResource(TrainingHistory history, TrainingFeed feed) {
        this.history = history;
        this.feed = feed;
    }

    /** The jobs in brief. */
    @GET
    @Operation(summary = "The newest 1,000 jobs, the newest last")
    public List<TrainingSummary> jobs() {
        return history.summaries();
    }

    /** Everything that happens to a job. */
    @GET
    @Path("{job}")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Follow a job",
            description = "What has happened so far, then what happens, as server-sent events whose data is JSON:"
                    + " `started`, `step` (losses in nats per character), `sample` (what the model writes at that"
                    + " point), and last `completed` or `failed` (with the reason). Losses of long jobs are thinned"
                    + " out. A reader that comes back with Last-Event-ID goes on after that event.")
    @APIResponse(
            responseCode = "200",
            description = "The events",
            content = @Content(mediaType = "text/event-stream", schema = @Schema(implementation = String.class)))
    @APIResponse(responseCode = "204", description = "Nothing more happens after Last-Event-ID")
    @APIResponse(responseCode = "404", description = "There is no such job, and none has come within 10 seconds")
    public EventStream follow(String job, @HeaderParam("Last-Event-ID") Optional<String> lastEventId) {
        long offset = lastEventId
                .map(value -> Parameters.index("Last-Event-ID", value))
                .orElse(NONE);
        return new EventStream(feed.follow(job, offset));
    }
}
