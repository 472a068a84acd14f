package io.escriba.gateway.security;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Describes what every operation has in common: the key that it asks for, and how it refuses. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class GuardDescription implements OASFilter {
    private static final String KEY = "key";

    /** Quarkus needs it. */
    public GuardDescription() {}

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getComponents() == null) {
            api.setComponents(OASFactory.createComponents());
        }
        api.getComponents()
                .addSecurityScheme(
                        KEY,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description(
                                        "An API key, where the gateway asks for one (escriba.api-keys), or a token of"
                                                + " its OpenID Connect provider"));
        api.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(KEY));
        api.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .forEach(GuardDescription::describe);
    }

    private static void describe(Operation operation) {
        APIResponses responses = operation.getResponses();
        if (operation.getSecurity() == null || !operation.getSecurity().isEmpty()) {
            add(responses, "401", "No API key or token was shown, or one that is not valid");
        }
        add(
                responses,
                "403",
                "The gateway asks for no key, and the request comes from a page of another site or calls it by a name that"
                        + " is not its own");
        add(responses, "429", "More requests or streams than the caller may have; come back after Retry-After");
        if (operation.getRequestBody() != null) {
            add(responses, "408", "The body did not come in time");
            add(responses, "413", "The body is too large");
        }
    }

    /** A description of the operation's own says more. */
    private static void add(APIResponses responses, String status, String description) {
        if (!responses.hasAPIResponse(status)) {
            responses.addAPIResponse(status, OASFactory.createAPIResponse().description(description));
        }
    }
}
