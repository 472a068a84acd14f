package io.escriba.gateway.model;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.Parameters;
import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows the models. */
@Path("/api/models")
@Tag(name = "models", description = "What has been trained and can write")
@NonBlocking
public final class ModelResource {
    private final ModelCatalog catalog;

    ModelResource(ModelCatalog catalog) {
        this.catalog = catalog;
    }

    /** All models. */
    @GET
    @Operation(
            summary = "All models, in alphabetical order",
            description = "Each with its versions, the newest last, what they were trained on and how they came out.")
    public List<ModelDescription> models() {
        return catalog.names().stream()
                .map(name -> ModelDescription.of(name, catalog.versions(name)))
                .toList();
    }

    /** One model. */
    @GET
    @Path("{name}")
    @Operation(summary = "One model with its versions, the newest last")
    @APIResponse(responseCode = "200", description = "The model")
    @APIResponse(responseCode = "404", description = "There is no such model")
    public ModelDescription model(String name) {
        Name model = Parameters.name(name);
        List<PublishedModel> versions = catalog.versions(model);
        if (versions.isEmpty()) {
            throw ProblemException.notFound(
                    "name", catalog.explainAbsence(new ModelVersion.Reference(model, Optional.empty())));
        }
        return ModelDescription.of(model, versions);
    }
}
