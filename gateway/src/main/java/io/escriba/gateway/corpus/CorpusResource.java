package io.escriba.gateway.corpus;

import io.escriba.corpus.Corpus;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.IdempotencyKey;
import io.escriba.gateway.request.Parameters;
import io.escriba.gateway.request.Query;
import io.escriba.gateway.request.SpecCheck;
import io.escriba.gateway.security.body.LongBody;
import io.escriba.name.Name;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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

/** Takes and shows corpora. */
@Path("/api/corpora")
@Tag(name = "corpora", description = "The texts that models learn from")
public final class CorpusResource {
    private static final int EXCERPT = 1_000;
    private static final int MAX_EXCERPT = 100_000;

    private final CorpusCatalog catalog;
    private final CorpusLog log;
    private final CorpusText texts;

    CorpusResource(CorpusCatalog catalog, CorpusLog log, CorpusText texts) {
        this.catalog = catalog;
        this.log = log;
        this.texts = texts;
    }

    /** All corpora. */
    @GET
    @NonBlocking
    @Operation(summary = "All corpora, in alphabetical order, with what is known of them")
    public List<Corpus> corpora() {
        return catalog.all();
    }

    /** One corpus. */
    @GET
    @Path("{name}")
    @Produces(MediaType.APPLICATION_JSON) // Quarkus does not see by itself that it can be nothing else
    @NonBlocking
    @Operation(summary = "What is known of one corpus")
    @APIResponse(responseCode = "200", description = "Its size, where it lies, and whether it is complete")
    @APIResponse(responseCode = "404", description = "There is no such corpus")
    public Corpus corpus(String name) {
        return find(Parameters.name(name));
    }

    /** A part of a corpus. */
    @GET
    @Path("{name}/text")
    @Blocking
    @Operation(
            summary = "A part of a corpus",
            description = "Characters are code points as they were published. `total` is how many the corpus has.")
    @APIResponse(responseCode = "200", description = "The part; at the end of the corpus it is shorter")
    @APIResponse(
            responseCode = "400",
            description = "Everything that is wrong with the request, or it would begin beyond the end of the corpus")
    @APIResponse(responseCode = "404", description = "There is no such corpus")
    @APIResponse(responseCode = "410", description = "Kafka no longer holds the text")
    @APIResponse(responseCode = "503", description = "Kafka is away; come back after Retry-After")
    public Excerpt text(
            String name,
            @Parameter(
                            description = "Index of the first character, from 0. Default: 0",
                            schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "0"))
                    @QueryParam("from")
                    Optional<String> from,
            @Parameter(
                            description = "How many characters. Default: 1000",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100000"))
                    @QueryParam("characters")
                    Optional<String> characters) {
        Query query = new Query();
        Optional<Name> corpus = query.read("name", name, Name::new);
        long first = query.whole("from", from, 0, 0, Long.MAX_VALUE);
        int wanted = (int) query.whole("characters", characters, EXCERPT, 1, MAX_EXCERPT);
        query.throwIfFaulty();
        return Excerpt.cut(find(corpus.orElseThrow()), first, wanted, texts);
    }

    /** Deletes a corpus. */
    @DELETE
    @Path("{name}")
    @Blocking
    @Operation(
            summary = "Delete a corpus",
            description = "Whatever is published later begins a new text. Models that were trained on the old one stay,"
                    + " and jobs that were ordered before still train on it. GET shows the deletion as soon as the"
                    + " statistics have followed, usually within a second.")
    @APIResponse(responseCode = "204", description = "It is deleted")
    @APIResponse(responseCode = "404", description = "There is no such corpus")
    @APIResponse(responseCode = "409", description = "An upload to it is under way; come back after Retry-After")
    @APIResponse(responseCode = "429", description = "Too many uploads at once; come back after Retry-After")
    @APIResponse(responseCode = "503", description = "Kafka is away; come back after Retry-After")
    public void delete(String name) {
        Name corpus = find(Parameters.name(name)).name();
        log.delete(corpus);
        catalog.deleted(corpus);
    }

    /** Publishes a text. */
    @POST
    @Path("{name}")
    @Consumes(MediaType.WILDCARD)
    @Blocking
    @LongBody
    @Operation(
            summary = "Publish a text, all of it or nothing",
            description = "The body is UTF-8 of any length and is appended to the corpus as it is, line ends included;"
                    + " only a byte order mark at its very beginning is left out. Then a model is trained on it. A text"
                    + " that is sent again with the same Idempotency-Key within a day is not stored again.")
    @RequestBody(
            required = true,
            description = "The text",
            content =
                    @Content(mediaType = "text/plain; charset=utf-8", schema = @Schema(implementation = String.class)))
    @APIResponse(
            responseCode = "200",
            description = "The text is stored. `job` can be followed at /api/training/{job}.",
            headers =
                    @Header(
                            name = IdempotencyKey.REPLAYED_HEADER,
                            description = "true when the text had been stored before with the same key",
                            schema = @Schema(type = SchemaType.BOOLEAN)))
    @APIResponse(
            responseCode = "400",
            description =
                    "Everything that is wrong with the parameters; or the text is empty or not UTF-8, with the position of the byte")
    @APIResponse(
            responseCode = "409",
            description = "Another upload to the corpus is under way here, or one with the same key has taken over")
    @APIResponse(responseCode = "422", description = "Another text was stored with this key")
    @APIResponse(responseCode = "429", description = "Too many uploads at once; come back after Retry-After")
    @APIResponse(responseCode = "503", description = "Kafka is away; come back after Retry-After")
    public RestResponse<Receipt> publish(
            String name,
            @Parameter(
                            description =
                                    "false when more of the text is to come; then nothing is trained. Default: true",
                            schema = @Schema(type = SchemaType.BOOLEAN))
                    @QueryParam("seal")
                    Optional<String> seal,
            @Parameter(
                            description = "false to train nothing now. Default: true",
                            schema = @Schema(type = SchemaType.BOOLEAN))
                    @QueryParam("train")
                    Optional<String> train,
            @Parameter(
                            description = "The model to train. Default: called like the corpus",
                            schema = @Schema(ref = "Name"))
                    @QueryParam("model")
                    Optional<String> model,
            @Parameter(
                            description = "How to train it, as JSON; what it leaves open is chosen",
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(ref = "TrainingSettings")))
                    @QueryParam("spec")
                    Optional<String> spec,
            @Parameter(
                            description = "1 to 200 printable ASCII characters of the client's choice: the text is"
                                    + " stored once, however often it is sent with them to this corpus within a day",
                            schema = @Schema(type = SchemaType.STRING, pattern = IdempotencyKey.PATTERN))
                    @HeaderParam(IdempotencyKey.HEADER)
                    Optional<String> idempotencyKey,
            InputStream body)
            throws IOException {
        Query query = new Query();
        Optional<Name> corpus = query.read("name", name, Name::new);
        boolean sealed = query.flag("seal", seal, true);
        Upload.Seal wishes = new Upload.Seal(
                query.flag("train", train, true),
                model.flatMap(value -> query.read("model", value, Name::new)),
                spec.flatMap(value -> SpecCheck.read(value, query)));
        Optional<IdempotencyKey> key =
                idempotencyKey.flatMap(value -> query.read(IdempotencyKey.HEADER, value, IdempotencyKey::new));
        if (!sealed && Stream.of(train, model, spec).anyMatch(Optional::isPresent)) {
            query.fault(
                    "seal",
                    "train, model and spec say what follows when the text is complete, but seal is false. Give them with"
                            + " the last part of the text.");
        }
        query.throwIfFaulty();
        Upload upload = new Upload(corpus.orElseThrow(), sealed ? Optional.of(wishes) : Optional.empty(), key);
        Upload.Outcome outcome = upload.publish(body, log);
        RestResponse.ResponseBuilder<Receipt> answer = RestResponse.ResponseBuilder.ok(outcome.receipt());
        if (outcome.replayed()) {
            answer.header(IdempotencyKey.REPLAYED_HEADER, true);
        } else {
            catalog.published(outcome.receipt());
        }
        return answer.build();
    }

    private Corpus find(Name corpus) {
        return catalog.find(corpus)
                .orElseThrow(() -> ProblemException.notFound(
                        "name",
                        "There is no corpus '" + corpus + "'. Publish it with POST /api/corpora/" + corpus + "."));
    }
}
