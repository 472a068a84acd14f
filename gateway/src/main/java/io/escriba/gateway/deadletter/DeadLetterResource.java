package io.escriba.gateway.deadletter;

import io.escriba.gateway.request.Query;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows what could not be read. */
@Path("/api/dead-letters")
@Tag(name = "dead letters", description = "Records that nobody could read")
public final class DeadLetterResource {
    private static final int LETTERS = 100;
    private static final int MAX_LETTERS = 1_000;

    private final DeadLetterBox box;

    DeadLetterResource(DeadLetterBox box) {
        this.box = box;
    }

    /** The newest dead letters. */
    @GET
    @Blocking
    @Operation(
            summary = "The newest records that nobody could read, the newest first",
            description = "Each with where it was written, why it could not be read, and how its value begins. They are"
                    + " kept for 30 days.")
    @APIResponse(responseCode = "200", description = "The records")
    @APIResponse(responseCode = "503", description = "Kafka is away; come back after Retry-After")
    public List<DeadLetter> newest(
            @Parameter(
                            description = "At most so many. Default: 100",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000"))
                    @QueryParam("limit")
                    Optional<String> limit) {
        Query query = new Query();
        int most = (int) query.whole("limit", limit, LETTERS, 1, MAX_LETTERS);
        query.throwIfFaulty();
        return box.newest(most);
    }
}
