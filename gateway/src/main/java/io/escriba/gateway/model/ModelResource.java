package io.escriba.gateway.model;

import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.Parameters;
import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.escriba.name.Name;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows the models, and retires them. */
@Path("/api/models")
@Tag(name = "models", description = "What has been trained and can write")
@NonBlocking
public final class ModelResource {
    private final ModelCatalog catalog;
    private final ModelLog log;

    ModelResource(ModelCatalog catalog, ModelLog log) {
        this.catalog = catalog;
        this.log = log;
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
    @APIResponse(responseCode = "400", description = "That is no name")
    @APIResponse(responseCode = "404", description = "There is no such model")
    public ModelDescription model(
            @Parameter(description = "1 to 63 of a-z 0-9 . _ - and a letter or a digit first") String name) {
        Name model = Parameters.name(name);
        return ModelDescription.of(model, find(model));
    }

    /** Retires a model. */
    @DELETE
    @Path("{name}")
    @Blocking
    @Operation(
            summary = "Retire a model",
            description =
                    "All of its versions are no longer shown and take no new texts, here at once and elsewhere when"
                            + " the news has arrived, usually within a second. Texts that are being written go on to their end."
                            + " Its corpus and its jobs stay, and its files stay in the model store. A job that waits or runs"
                            + " publishes its version all the same: cancel it first.")
    @APIResponse(responseCode = "204", description = "It is retired")
    @APIResponse(responseCode = "400", description = "That is no name")
    @APIResponse(responseCode = "404", description = "There is no such model")
    @APIResponse(responseCode = "503", description = "Kafka is away; come back after Retry-After")
    public void retire(@Parameter(description = "1 to 63 of a-z 0-9 . _ - and a letter or a digit first") String name) {
        Name model = Parameters.name(name);
        List<PublishedModel> versions = find(model);
        log.retire(model);
        catalog.forget(model, versions);
    }

    private List<PublishedModel> find(Name model) {
        List<PublishedModel> versions = catalog.versions(model);
        if (versions.isEmpty()) {
            throw ProblemException.notFound(
                    "name", catalog.explainAbsence(new ModelVersion.Reference(model, Optional.empty())));
        }
        return versions;
    }
}
