package io.escriba.gateway.completion;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.escriba.gateway.model.ModelCatalog;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows the models as OpenAI's API does. */
@Path("/v1/models")
@Tag(name = "OpenAI")
@NonBlocking
public final class ModelListResource {
    private final ModelCatalog catalog;

    ModelListResource(ModelCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * One model.
     *
     * @param id to name it with
     * @param object always {@code model}
     * @param created when the version was trained, in seconds since 1970
     * @param ownedBy always {@code escriba}
     */
    public record Model(
            String id,
            String object,
            long created,
            @JsonProperty("owned_by") String ownedBy) {
        private static Model of(String id, PublishedModel model) {
            return new Model(id, "model", model.manifest().created().getEpochSecond(), "escriba");
        }
    }

    /**
     * Models.
     *
     * @param object always {@code list}
     */
    public record Models(String object, List<Model> data) {}

    /** All models. */
    @GET
    @Operation(summary = "All models, each as its newest version")
    public Models models() {
        return new Models(
                "list",
                catalog.names().stream()
                        .map(name -> new ModelVersion.Reference(name, Optional.empty()))
                        .flatMap(name -> catalog.find(name).stream())
                        .map(model -> Model.of(model.name().value(), model))
                        .toList());
    }

    /** One model. */
    @GET
    @Path("{model}")
    @Operation(summary = "One model: NAME for its newest version, or NAME@VERSION")
    @APIResponse(responseCode = "200", description = "The model")
    @APIResponse(responseCode = "404", description = "There is no such model")
    public Model model(@Parameter(description = "NAME, or NAME@VERSION") @PathParam("model") String model) {
        ModelVersion.Reference reference;
        try {
            reference = ModelVersion.Reference.parse(model);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("model", String.valueOf(e.getMessage()));
        }
        return catalog.find(reference)
                .map(found -> Model.of(model, found))
                .orElseThrow(() -> ProblemException.notFound("model", catalog.explainAbsence(reference)));
    }
}
