package io.escriba.gateway.description;

import io.escriba.gateway.problem.RequestIds;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Describes the header that every answer at {@code /v1} has, when all of them are known. */
@OpenApiFilter(value = OpenApiFilter.RunStage.BUILD, priority = -1)
public final class RequestIdDescription implements OASFilter {
    private static final String OPENAI = "/v1/";

    /** Quarkus needs it. */
    public RequestIdDescription() {}

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.getPaths().getPathItems().entrySet().stream()
                .filter(path -> path.getKey().startsWith(OPENAI))
                .flatMap(path -> path.getValue().getOperations().values().stream())
                .flatMap(operation -> operation.getResponses().getAPIResponses().values().stream())
                .forEach(response -> response.addHeader(
                        RequestIds.HEADER,
                        OASFactory.createHeader()
                                .required(true)
                                .description("What the log of the gateway calls the request")
                                .schema(OASFactory.createSchema()
                                        .addType(Schema.SchemaType.STRING)
                                        .pattern("^req_[0-9a-f]{32}$"))));
    }
}
