package io.escriba.gateway.corpus;

import io.escriba.corpus.Corpus;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.Parameters;
import io.escriba.name.Name;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Takes and shows corpora. */
@Path("/api/corpora")
@Tag(name = "corpora", description = "The texts that models learn from")
public final class CorpusResource {
    private final CorpusCatalog catalog;
    private final CorpusLog log;

    CorpusResource(CorpusCatalog catalog, CorpusLog log) {
        this.catalog = catalog;
        this.log = log;
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
    @NonBlocking
    @Operation(summary = "What is known of one corpus")
    @APIResponse(responseCode = "200", description = "Its size, where it lies, and whether it is complete")
    @APIResponse(responseCode = "404", description = "There is no such corpus")
    public Corpus corpus(String name) {
        Name corpus = Parameters.name(name);
        return catalog.find(corpus)
                .orElseThrow(() -> ProblemException.notFound(
                        "name",
                        "There is no corpus '" + corpus + "'. Publish it with POST /api/corpora/" + corpus + "."));
    }

    /** Publishes a text. */
    @POST
    @Path("{name}")
    @Consumes(MediaType.WILDCARD)
    @Blocking
    @Operation(
            summary = "Publish a text, all of it or nothing",
            description = "The body is UTF-8 of any length and is appended to the corpus as it is, line ends included;"
                    + " only a byte order mark at its very beginning is left out. Then a model is trained on it.")
    @RequestBody(
            required = true,
            description = "The text",
            content =
                    @Content(mediaType = "text/plain; charset=utf-8", schema = @Schema(implementation = String.class)))
    @APIResponse(
            responseCode = "200",
            description = "The text is stored. `job` can be followed at /api/training/{job}.")
    @APIResponse(responseCode = "400", description = "Not UTF-8 (with the position of the byte), empty, or a bad spec")
    @APIResponse(responseCode = "429", description = "Too many uploads at once")
    @APIResponse(responseCode = "503", description = "Kafka is away")
    public Receipt publish(
            @Parameter(description = "1 to 63 of a-z 0-9 . _ - and a letter or a digit first") String name,
            @Parameter(description = "false when more of the text is to come; then nothing is trained. Default: true")
                    @QueryParam("seal")
                    Optional<String> seal,
            @Parameter(description = "false to train nothing now. Default: true") @QueryParam("train")
                    Optional<String> train,
            @Parameter(description = "The model to train. Default: called like the corpus") @QueryParam("model")
                    Optional<String> model,
            @Parameter(description = "How to train it, as JSON; what it leaves open is chosen") @QueryParam("spec")
                    Optional<String> spec,
            InputStream body)
            throws IOException {
        Name corpus = Parameters.name(name);
        boolean sealed = Parameters.flag("seal", seal, true);
        Upload.Seal wishes = new Upload.Seal(
                Parameters.flag("train", train, true), model.map(Parameters::name), spec.map(SpecCheck::read));
        if (!sealed && Stream.of(train, model, spec).anyMatch(Optional::isPresent)) {
            throw ProblemException.badRequest("train, model and spec say what follows when the text is complete, but"
                    + " seal is false. Give them with the last part of the text.");
        }
        return new Upload(corpus, sealed ? Optional.of(wishes) : Optional.empty()).publish(body, log);
    }
}
