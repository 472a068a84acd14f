package io.escriba.gateway.stream;

import io.escriba.gateway.generation.Dialect;
import io.escriba.gateway.generation.TextGenerator;
import io.escriba.gateway.generation.TextRequest;
import io.escriba.gateway.generation.TextRequestReader;
import io.escriba.gateway.problem.Fault;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.JsonRequest;
import io.escriba.gateway.request.Parameters;
import io.escriba.gateway.security.caller.Caller;
import io.escriba.gateway.sse.EventStream;
import io.escriba.gateway.sse.ServerSentEvent;
import io.escriba.name.Name;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Creates streams of characters and lets them be read. */
@Path("/api/streams")
@Tag(name = "streams", description = "Texts, one character at a time, that can be left and resumed")
public final class StreamResource {
    private static final Dialect DIALECT = new Dialect(
            new Dialect.Names("maxCharacters", "topK", "topP", "repetitionPenalty", "ignoreEnd"),
            1,
            500,
            0.8,
            TextRequest.MAX_CANDIDATES);

    /** Leaves room for the path, the query and a proxy's prefix in a URL of 8 KiB. */
    private static final int MAX_ID = 7_900;

    private final TextRequestReader requests;
    private final TextGenerator generator;
    private final Tickets tickets;

    StreamResource(TextRequestReader requests, TextGenerator generator, Tickets tickets) {
        this.requests = requests;
        this.generator = generator;
        this.tickets = tickets;
    }

    /**
     * A stream that can be read.
     *
     * @param id to read it with
     * @param version that writes it, also when a newer one comes
     * @param seed that gives the same text again
     * @param prompt as the model reads it: in NFC, and without what was skipped
     */
    public record Created(String id, Name model, long version, long seed, String prompt) {}

    /** Creates a stream. Nothing is written before it is read. */
    @POST
    @Blocking
    @Operation(
            summary = "Create a stream",
            description = "Pins the model's version and the seed, so that the stream gives the same text whenever and"
                    + " wherever it is read. Nothing is kept for it: its id carries the whole request.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema =
                                    @Schema(
                                            type = SchemaType.OBJECT,
                                            requiredProperties = "model",
                                            additionalProperties = Schema.False.class,
                                            properties = {
                                                @SchemaProperty(
                                                        name = "model",
                                                        type = SchemaType.STRING,
                                                        description = "NAME for its newest version, or NAME@VERSION",
                                                        examples = "nomes"),
                                                @SchemaProperty(
                                                        name = "prompt",
                                                        type = SchemaType.STRING,
                                                        maxLength = 2_000,
                                                        defaultValue = "",
                                                        description = "What the text begins with"),
                                                @SchemaProperty(
                                                        name = "maxCharacters",
                                                        type = SchemaType.INTEGER,
                                                        minimum = "1",
                                                        maximum = "100000",
                                                        defaultValue = "500",
                                                        description = "At most so many characters after the prompt"),
                                                @SchemaProperty(
                                                        name = "temperature",
                                                        type = SchemaType.NUMBER,
                                                        minimum = "0",
                                                        maximum = "10",
                                                        defaultValue = "0.8",
                                                        description = "0 takes the most likely character every time"),
                                                @SchemaProperty(
                                                        name = "topK",
                                                        type = SchemaType.INTEGER,
                                                        minimum = "0",
                                                        defaultValue = "0",
                                                        description = "Candidates for each character; 0 for no limit"),
                                                @SchemaProperty(
                                                        name = "topP",
                                                        type = SchemaType.NUMBER,
                                                        minimum = "0",
                                                        maximum = "1",
                                                        defaultValue = "1",
                                                        description = "Only the most likely characters that have this"
                                                                + " share of the probability together are candidates"),
                                                @SchemaProperty(
                                                        name = "repetitionPenalty",
                                                        type = SchemaType.NUMBER,
                                                        minimum = "0.1",
                                                        maximum = "10",
                                                        defaultValue = "1",
                                                        description = "Above 1, characters that occur among the last 64"
                                                                + " become less likely"),
                                                @SchemaProperty(
                                                        name = "stop",
                                                        anyOf = {String.class, String[].class},
                                                        maxItems = 4,
                                                        description = "A string of 1 to 64 characters, or a list of up"
                                                                + " to 4. The text ends before the first of them that"
                                                                + " the model writes"),
                                                @SchemaProperty(
                                                        name = "ignoreEnd",
                                                        type = SchemaType.BOOLEAN,
                                                        defaultValue = "false",
                                                        description = "The text goes on where the model would end it"),
                                                @SchemaProperty(
                                                        name = "logprobs",
                                                        type = SchemaType.INTEGER,
                                                        minimum = "0",
                                                        maximum = "20",
                                                        description = "Each character comes with its log-probability in"
                                                                + " nats, and with those of so many most likely ones."
                                                                + " Default: without any"),
                                                @SchemaProperty(
                                                        name = "seed",
                                                        type = SchemaType.INTEGER,
                                                        format = "int64",
                                                        description = "Gives the same text again. Default: random"),
                                                @SchemaProperty(
                                                        name = "unknown",
                                                        type = SchemaType.STRING,
                                                        enumeration = {"refuse", "skip"},
                                                        defaultValue = "refuse",
                                                        description = "What to do with characters of the prompt that"
                                                                + " the model does not know")
                                            })))
    @APIResponse(responseCode = "201", description = "The stream, to be read at /api/streams/{id}")
    @APIResponse(responseCode = "400", description = "Everything that is wrong with the request")
    @APIResponse(responseCode = "404", description = "There is no such model")
    public RestResponse<Created> create(@Context SecurityContext security, InputStream body) throws IOException {
        JsonRequest json = JsonRequest.read(body);
        boolean skipUnknown = json.oneOf("unknown", List.of("refuse", "skip")).equals("skip");
        TextRequest request = requests.read(json, DIALECT, skipUnknown);
        String id = tickets.issue(request, Caller.of(security));
        if (id.length() > MAX_ID) {
            throw ProblemException.badRequest(List.of(new Fault(
                    "prompt",
                    "prompt is too long for a URL when packed: " + id.length() + " characters, and " + MAX_ID
                            + " fit. Use fewer characters.")));
        }
        Created created = new Created(
                id,
                request.model().name(),
                request.model().version(),
                request.sampling().seed(),
                request.prompt());
        return RestResponse.ResponseBuilder.<Created>created(URI.create("/api/streams/" + id))
                .entity(created)
                .build();
    }

    /** Reads a stream from its beginning, or from where a reader left it. */
    @GET
    @Path("{id}")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @NonBlocking
    @PermitAll
    @Operation(
            summary = "Read a stream",
            description = "Server-sent events: `text` (`{\"text\":\"a\",\"index\":0}`, one or more characters; the"
                + " event's id is the index of the next one; with `logprobs`, for each character, if they were asked"
                + " for: `{\"logprob\":-0.7,\"top\":[{\"text\":\"a\",\"logprob\":-0.7}]}`, where an empty text is the"
                + " end), then one `end` (`reason` is `length`, `end` or `stop`, with the counts). A stream that"
                + " breaks off says why in an event `problem`; whoever connects again with Last-Event-ID, as an"
                + " EventSource does, misses nothing. No API key is asked for: an EventSource cannot send one, and the"
                + " id is known only to whoever created the stream.")
    @SecurityRequirements
    @APIResponse(
            responseCode = "200",
            description = "The events",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "204", description = "Nothing comes after this character")
    @APIResponse(responseCode = "403", description = "The API key with which it was created is not valid any more")
    @APIResponse(responseCode = "404", description = "There is no such stream, or its model was retired")
    @APIResponse(responseCode = "410", description = "The id has expired")
    @APIResponse(responseCode = "429", description = "Too many streams; come back after Retry-After")
    @APIResponse(
            responseCode = "503",
            description = "The inference service is away or cannot load the model; come back after Retry-After")
    public EventStream read(
            String id,
            @Parameter(description = "Index of the first character that the reader lacks; goes before `from`")
                    @HeaderParam("Last-Event-ID")
                    Optional<String> lastEventId,
            @Parameter(description = "Index of the first character to be sent. Default: 0") @QueryParam("from")
                    Optional<String> from) {
        TextRequest request = tickets.check(id).text();
        // A reader that comes back still has the URL with which it began, so what it read last counts.
        long start = lastEventId
                .map(value -> Parameters.index("Last-Event-ID", value))
                .or(() -> from.map(value -> Parameters.index("from", value)))
                .orElse(0L);
        return new EventStream(
                start >= request.maxCharacters() ? Multi.createFrom().empty() : events(request, start));
    }

    private Multi<ServerSentEvent> events(TextRequest request, long start) {
        return generator
                .write(request, start)
                .map(generated -> StreamEvents.of(generated, start))
                .filter(Optional::isPresent)
                .map(Optional::orElseThrow);
    }
}
