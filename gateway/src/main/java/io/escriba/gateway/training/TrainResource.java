package io.escriba.gateway.training;

import io.escriba.gateway.request.IdempotencyKey;
import io.escriba.gateway.request.Query;
import io.escriba.gateway.training.JobLog.Order;
import io.escriba.log.LogSubject;
import io.escriba.name.Name;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Starts trainings. */
@Path("/api/models/{name}/train")
@Tag(name = "training")
public final class TrainResource {
    private final TrainingOrders orders;

    TrainResource(TrainingOrders orders) {
        this.orders = orders;
    }

    /**
     * A training that was asked for.
     *
     * @param job to be followed at {@code /api/training/JOB}
     * @param model that it trains
     */
    public record Ordered(String job, Name model) {}

    /** Orders the training of a model's next version. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Blocking
    @Operation(
            summary = "Train the next version of a model",
            description =
                    "On all the text that its corpus has now; what has just been published is waited for. The body is a spec; what it leaves open, or the"
                            + " whole of it, is chosen by the trainer.")
    @RequestBody(
            required = false,
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "TrainingRequest")))
    @APIResponse(
            responseCode = "202",
            description = "The training is ordered; it can be followed at Location",
            headers = {
                @Header(
                        name = HttpHeaders.LOCATION,
                        required = true,
                        description = "Where it is followed",
                        schema = @Schema(type = SchemaType.STRING, format = "uri-reference")),
                @Header(
                        name = IdempotencyKey.REPLAYED_HEADER,
                        description = "true when it had been ordered before with the same key",
                        schema = @Schema(type = SchemaType.BOOLEAN))
            },
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Ordered.class)))
    @APIResponse(responseCode = "400", description = "Everything that is wrong with the request")
    @APIResponse(responseCode = "404", description = "There is no such corpus, or it is empty")
    @APIResponse(responseCode = "409", description = "The same job is being ordered by another request")
    @APIResponse(responseCode = "422", description = "Another training was ordered with this key")
    @APIResponse(
            responseCode = "503",
            description = "Kafka is away, or what was published last has not been counted; come back after Retry-After")
    public RestResponse<Ordered> train(
            String name,
            @Parameter(
                            description = "1 to 200 printable ASCII characters of the client's choice: one job is"
                                    + " ordered, however often it is asked for with them for this model",
                            schema = @Schema(type = SchemaType.STRING, pattern = IdempotencyKey.PATTERN))
                    @HeaderParam(IdempotencyKey.HEADER)
                    Optional<String> idempotencyKey,
            InputStream body)
            throws IOException {
        Query query = new Query();
        Optional<Name> model = query.read("name", name, Name::new);
        Optional<IdempotencyKey> key =
                idempotencyKey.flatMap(value -> query.read(IdempotencyKey.HEADER, value, IdempotencyKey::new));
        TrainingRequest request = TrainingRequest.read(query.bodyIfAny(body));
        Order order = orders.order(model.orElseThrow(), request, key);
        LogSubject.job(order.job().id()).markRequest();
        RestResponse.ResponseBuilder<Ordered> answer = RestResponse.ResponseBuilder.<Ordered>accepted()
                .entity(new Ordered(order.job().id(), order.job().model()))
                // Not made absolute: behind a proxy that speaks TLS, this gateway does not know how it is called.
                .header(HttpHeaders.LOCATION, "/api/training/" + order.job().id());
        if (order.replayed()) {
            answer.header(IdempotencyKey.REPLAYED_HEADER, true);
        }
        return answer.build();
    }
}
