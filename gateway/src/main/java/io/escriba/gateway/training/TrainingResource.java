package io.escriba.gateway.training;

import io.escriba.gateway.request.Query;
import io.escriba.gateway.security.caller.Caller;
import io.escriba.gateway.security.limit.RunningStreams;
import io.escriba.gateway.sse.EventStream;
import io.escriba.log.LogSubject;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Shows how trainings go, and ends them. */
@Path("/api/training")
@Tag(name = "training", description = "Jobs that train models")
@NonBlocking
public final class TrainingResource {
    private static final long NONE = -1;

    private final TrainingHistory history;
    private final TrainingFeed feed;
    private final TrainingCancellations cancellations;
    private final RunningStreams running;

    TrainingResource(
            TrainingHistory history, TrainingFeed feed, TrainingCancellations cancellations, RunningStreams running) {
        this.history = history;
        this.feed = feed;
        this.cancellations = cancellations;
        this.running = running;
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
                    + " point), `checkpoint`, and last `completed`, `failed` (with the reason) or `cancelled`. Losses of long jobs"
                    + " are thinned out. A reader that comes back with Last-Event-ID goes on after that event.")
    @APIResponse(
            responseCode = "200",
            description = "The events",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(ref = "TrainingEvents")))
    @APIResponse(responseCode = "204", description = "Nothing more happens after Last-Event-ID")
    @APIResponse(responseCode = "404", description = "There is no such job, and none has come within 10 seconds")
    public EventStream follow(
            @Context SecurityContext security,
            @Parameter(description = "The id of the job") @PathParam("job") String job,
            @Parameter(
                            description = "The id of the last event that the reader knows",
                            schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "0"))
                    @HeaderParam("Last-Event-ID")
                    Optional<String> lastEventId) {
        Query query = new Query();
        long offset = query.whole("Last-Event-ID", lastEventId, NONE, 0, Long.MAX_VALUE);
        query.throwIfFaulty();
        return new EventStream(running.count(Caller.of(security), () -> feed.follow(job, offset)), LogSubject.job(job));
    }

    /** Ends a job before its time. */
    @DELETE
    @Path("{job}")
    @Operation(
            summary = "Cancel a job",
            description =
                    "A job that runs stops after its step, one that waits is not begun when its turn comes; either"
                            + " ends with the event `cancelled`, and nothing is published. A job that ends at the same moment"
                            + " may still end as `completed` or `failed`.")
    @APIResponse(responseCode = "202", description = "Asked for; the job's events tell when it has ended")
    @APIResponse(responseCode = "404", description = "There is no such job, and none has come within 10 seconds")
    @APIResponse(responseCode = "409", description = "The job has ended")
    @APIResponse(responseCode = "503", description = "Kafka is away; come back after Retry-After")
    public Uni<RestResponse<Void>> cancel(@Parameter(description = "The id of the job") @PathParam("job") String job) {
        return cancellations.cancel(job).map(asked -> RestResponse.accepted());
    }
}
