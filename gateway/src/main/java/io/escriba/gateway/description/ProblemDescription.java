package io.escriba.gateway.description;

import io.escriba.gateway.problem.ProblemDocument;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Describes how operations tell problems, after all others have said which. Operations name those of their own only. */
@OpenApiFilter(value = OpenApiFilter.RunStage.BUILD, priority = 0)
public final class ProblemDescription implements OASFilter {
    private static final String OPENAI = "/v1/";

    /** Quarkus needs it. */
    public ProblemDescription() {}

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations()
                        .values()
                        .forEach(operation -> describe(operation, path.startsWith(OPENAI))));
    }

    private static void describe(Operation operation, boolean openAi) {
        APIResponses responses = operation.getResponses();
        boolean hasContent =
                responses.getAPIResponses().values().stream().anyMatch(response -> response.getContent() != null);
        add(responses, "400", "The request cannot be understood; the answer says what is wrong with it");
        if (hasContent) {
            add(responses, "406", "The header Accept asks for a media type that is not given here");
        }
        if (operation.getRequestBody() != null) {
            add(responses, "415", "The header Content-Type is none, or names what is not read here");
        }
        add(responses, "500", "Something went wrong inside the gateway");
        responses.getAPIResponses().forEach((status, response) -> {
            if (status.compareTo("400") >= 0) {
                describe(response, status, openAi);
            }
        });
    }

    private static void add(APIResponses responses, String status, String description) {
        if (!responses.hasAPIResponse(status)) {
            responses.addAPIResponse(status, OASFactory.createAPIResponse().description(description));
        }
    }

    private static void describe(APIResponse response, String status, boolean openAi) {
        if (response.getContent() == null) {
            response.setContent(OASFactory.createContent()
                    .addMediaType(
                            openAi ? MediaType.APPLICATION_JSON : ProblemDocument.MEDIA_TYPE,
                            OASFactory.createMediaType()
                                    .schema(OASFactory.createSchema().ref(openAi ? "OpenAiError" : "Problem"))));
        }
        switch (status) {
            case "401" ->
                response.addHeader(
                        HttpHeaders.WWW_AUTHENTICATE,
                        header("How to show a key", Schema.SchemaType.STRING).required(true));
            case "429", "503" ->
                response.addHeader(HttpHeaders.RETRY_AFTER, seconds().required(true));
            case "409" -> response.addHeader(HttpHeaders.RETRY_AFTER, seconds());
            default -> {}
        }
    }

    private static Header seconds() {
        Header header = header("Seconds after which it makes sense to try again", Schema.SchemaType.INTEGER);
        header.getSchema().setMinimum(BigDecimal.ONE);
        return header;
    }

    private static Header header(String description, Schema.SchemaType type) {
        return OASFactory.createHeader()
                .description(description)
                .schema(OASFactory.createSchema().addType(type));
    }
}
