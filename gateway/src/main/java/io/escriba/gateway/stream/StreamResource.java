package io.escriba.gateway.stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.escriba.gateway.corpus.Excerpt;
import io.escriba.gateway.generation.TextGenerator;
import io.escriba.gateway.generation.TextRequest;
import io.escriba.gateway.problem.Fault;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.JsonRequest;
import io.escriba.gateway.request.Query;
import io.escriba.gateway.security.caller.Caller;
import io.escriba.gateway.security.limit.RequestRate;
import io.escriba.gateway.security.limit.RunningStreams;
import io.escriba.gateway.sse.EventStream;
import io.escriba.log.LogSubject;
import io.escriba.name.Name;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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
    /** Leaves room for the path, the query and a proxy's prefix in a URL of 8 KiB. */
    private static final int MAX_ID = 7_900;

    private final StreamRequestReader requests;
    private final TextGenerator generator;
    private final Timer timer;
    private final Tickets tickets;
    private final RequestRate rate;
    private final RunningStreams running;

    StreamResource(
            StreamRequestReader requests,
            TextGenerator generator,
            Timer timer,
            Tickets tickets,
            RequestRate rate,
            RunningStreams running) {
        this.requests = requests;
        this.generator = generator;
        this.timer = timer;
        this.tickets = tickets;
        this.rate = rate;
        this.running = running;
    }

    /**
     * A stream that can be read.
     *
     * @param id to read it with
     * @param version that writes it, also when a newer one comes
     * @param seed that gives the same text again
     * @param prompt as the model reads it: in NFC, in its characters, and without what was skipped
     * @param temperatures with each of which a text is written, if they were asked for
     * @param excerpt from which the prompt was taken, if none was given
     */
    public record Created(
            String id,
            Name model,
            long version,
            long seed,
            String prompt,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Double> temperatures,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Place> excerpt) {}

    /**
     * A place in a corpus: {@code GET /api/corpora/{corpus}/text?from={from}} shows what stands there.
     *
     * @param from index of the character with which it begins, from 0
     */
    public record Place(Name corpus, long from) {
        static Place of(Excerpt excerpt) {
            return new Place(excerpt.name(), excerpt.from());
        }
    }

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
                            schema = @Schema(implementation = StreamFields.class)))
    @APIResponse(
            responseCode = "201",
            description = "The stream, to be read at Location",
            headers =
                    @Header(
                            name = HttpHeaders.LOCATION,
                            required = true,
                            description = "Where it is read",
                            schema = @Schema(type = SchemaType.STRING, format = "uri-reference")),
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Created.class)))
    @APIResponse(responseCode = "400", description = "Everything that is wrong with the request")
    @APIResponse(responseCode = "404", description = "There is no such model")
    @APIResponse(
            responseCode = "410",
            description = "There is no prompt, and none can be taken from the corpus, which was deleted")
    @APIResponse(
            responseCode = "429",
            description =
                    "More requests than the caller may send, or too many without a prompt at once; come back after"
                            + " Retry-After")
    @APIResponse(
            responseCode = "503",
            description = "There is no prompt, and none can be taken from the corpus while Kafka is away")
    public RestResponse<Created> create(@Context SecurityContext security, InputStream body) throws IOException {
        StreamRequestReader.Asked asked = requests.read(JsonRequest.read(body));
        TextRequest text = asked.stream().text();
        String id = tickets.issue(asked.stream(), Caller.of(security));
        if (id.length() > MAX_ID) {
            throw ProblemException.badRequest(List.of(new Fault(
                    "prompt",
                    "prompt is too long for a URL when packed: " + id.length() + " characters, and " + MAX_ID
                            + " fit. Use fewer characters.")));
        }
        Created created = new Created(
                id,
                text.model().name(),
                text.model().version(),
                text.sampling().seed(),
                text.prompt(),
                asked.stream().temperatures(),
                asked.excerpt().map(Place::of));
        return RestResponse.ResponseBuilder.<Created>create(RestResponse.Status.CREATED)
                // Not made absolute: behind a proxy that speaks TLS, this gateway does not know how it is called.
                .header(HttpHeaders.LOCATION, "/api/streams/" + id)
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
                    + " EventSource does, misses nothing. With `temperatures`, the data of every event has a"
                    + " `temperature`, each text has an `end`, and ids are the indexes of the next characters of all"
                    + " texts, in the order of the temperatures, separated by commas. In the id of an `end`, and in those"
                    + " after it, an `e` behind the index says that this text is over (`40e`; `12,40e,9`): nothing of it"
                    + " comes any more. Silence is broken by comments. No API key is asked for: an EventSource cannot send"
                    + " one, and the id is known only to whoever created the stream.")
    @SecurityRequirements
    @APIResponse(
            responseCode = "200",
            description = "The events",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(ref = "StreamEvents")))
    @APIResponse(responseCode = "204", description = "Every text is over, and its `end` was read")
    @APIResponse(
            responseCode = "403",
            description = "The API key with which it was created is not valid any more; or no key is asked for, and the"
                    + " request comes from a page of another site or calls the gateway by a name that is not its own")
    @APIResponse(responseCode = "404", description = "There is no such stream, or its model was retired")
    @APIResponse(responseCode = "410", description = "The id has expired")
    @APIResponse(responseCode = "429", description = "Too many streams; come back after Retry-After")
    @APIResponse(responseCode = "502", description = "The inference service failed")
    @APIResponse(
            responseCode = "503",
            description = "The inference service is away or cannot load the model; come back after Retry-After")
    public EventStream read(
            @Parameter(description = "The id with which the stream was created") @PathParam("id") String id,
            @Parameter(
                            description = "The id of the last event that was read: the index of the first character"
                                    + " that the reader lacks, or an index for each temperature (`12,15,9`), with an `e`"
                                    + " behind it if the `end` was read; goes before `from`",
                            schema = @Schema(type = SchemaType.STRING, pattern = Positions.PATTERN))
                    @HeaderParam("Last-Event-ID")
                    Optional<String> lastEventId,
            @Parameter(
                            description = "Index of the first character to be sent, or an index for each temperature,"
                                    + " as in `Last-Event-ID`. Default: 0",
                            schema = @Schema(type = SchemaType.STRING, pattern = Positions.PATTERN))
                    @QueryParam("from")
                    Optional<String> from) {
        Ticket ticket = tickets.check(id);
        rate.admit(ticket.caller());
        StreamRequest stream = ticket.stream();
        int texts = stream.texts().size();
        Query query = new Query();
        Optional<Positions> left = lastEventId.flatMap(value -> Positions.parse("Last-Event-ID", value, texts, query));
        Optional<Positions> first = from.flatMap(value -> Positions.parse("from", value, texts, query));
        query.throwIfFaulty();
        // A reader that comes back still has the URL with which it began, so what it read last counts.
        Positions start = left.or(() -> first).orElseGet(() -> Positions.begin(texts));
        LogSubject subject = StreamIds.subject(id);
        subject.markRequest();
        StreamTelling telling = new StreamTelling(generator, timer, stream, start, subject);
        int unfinished = telling.unfinished();
        return new EventStream(
                unfinished == 0
                        ? Multi.createFrom().empty()
                        : running.count(ticket.caller(), unfinished, unfinished, telling::events),
                telling::problem,
                subject);
    }
}
