package io.escriba.gateway.score;

import io.escriba.gateway.generation.TextScorer;
import io.escriba.gateway.model.ModelCatalog;
import io.escriba.gateway.request.Query;
import io.escriba.gateway.security.caller.Caller;
import io.escriba.gateway.security.limit.RunningStreams;
import io.escriba.gateway.sse.WhileConnected;
import io.escriba.model.ModelVersion;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Scores texts. */
@Path("/api/models/{name}/score")
@Tag(name = "models")
public final class ScoreResource {
    private final ModelCatalog catalog;
    private final TextScorer scorer;
    private final RunningStreams running;

    ScoreResource(ModelCatalog catalog, TextScorer scorer, RunningStreams running) {
        this.catalog = catalog;
        this.scorer = scorer;
        this.running = running;
    }

    /** Tells how likely a model finds a text. */
    @POST
    @Blocking
    @Operation(
            summary = "Score a text",
            description =
                    "How likely the model finds each character of a text, and the mean as a loss. It is the model's"
                            + " own distribution, as in the log-probabilities of streams: no setting of sampling acts on it.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/json",
                            schema =
                                    @Schema(
                                            type = SchemaType.OBJECT,
                                            requiredProperties = "text",
                                            additionalProperties = Schema.False.class,
                                            properties = {
                                                @SchemaProperty(
                                                        name = "text",
                                                        type = SchemaType.STRING,
                                                        minLength = 1,
                                                        maxLength = 100_000,
                                                        description = "What is scored",
                                                        examples = "Maria"),
                                                @SchemaProperty(
                                                        name = "prompt",
                                                        type = SchemaType.STRING,
                                                        maxLength = 100_000,
                                                        defaultValue = "",
                                                        description = "What stands before the text and is not scored"),
                                                @SchemaProperty(
                                                        name = "logprobs",
                                                        type = SchemaType.INTEGER,
                                                        minimum = "0",
                                                        maximum = "20",
                                                        defaultValue = "0",
                                                        description = "How many of the most likely characters are named"
                                                                + " at each place. The answer has at most 100,000"
                                                                + " log-probabilities: characters of the text times"
                                                                + " this number plus one"),
                                                @SchemaProperty(
                                                        name = "unknown",
                                                        type = SchemaType.STRING,
                                                        enumeration = {"refuse", "skip"},
                                                        defaultValue = "refuse",
                                                        description = "What to do with characters of text and prompt"
                                                                + " that the model does not know")
                                            })))
    @APIResponse(responseCode = "200", description = "The loss, and the log-probability of each character")
    @APIResponse(
            responseCode = "400",
            description = "Everything that is wrong with the request, characters that the model does not know among it")
    @APIResponse(responseCode = "404", description = "There is no such model or version")
    @APIResponse(
            responseCode = "413",
            description = "The body is larger than escriba.gateway.max-json-body, by default 2 MiB")
    @APIResponse(responseCode = "429", description = "Too many texts at once; come back after Retry-After")
    @APIResponse(responseCode = "502", description = "The inference service failed")
    @APIResponse(
            responseCode = "503",
            description = "The inference service is away or cannot load the model; come back after Retry-After")
    public Uni<Score> score(
            @Context SecurityContext security,
            @Context RoutingContext connection,
            @Parameter(
                            description = "NAME for its newest version, or NAME@VERSION",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            pattern = "^[a-z0-9][a-z0-9._-]{0,62}(@[1-9][0-9]*)?$"))
                    String name,
            InputStream body)
            throws IOException {
        Query query = new Query();
        Optional<ModelVersion.Reference> model = query.read("name", name, ModelVersion.Reference::parse);
        ScoringRequest request = ScoringRequest.read(model, query.body(body), catalog);
        // A text that is scored takes a place among those that are written.
        return WhileConnected.of(
                connection,
                running.count(
                                Caller.of(security),
                                () -> scorer.score(
                                                request.model(), request.prompt(), request.text(), request.candidates())
                                        .map(likelihoods -> Score.of(request, likelihoods))
                                        .toMulti())
                        .toUni());
    }
}
