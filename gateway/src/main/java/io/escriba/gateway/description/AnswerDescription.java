package io.escriba.gateway.description;

import io.escriba.name.Name;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Describes what holds for every value: names are written in one way; objects in answers have all of their fields and no
 * others, unless they are described otherwise.
 */
@OpenApiFilter(value = OpenApiFilter.RunStage.BUILD, priority = 0)
public final class AnswerDescription implements OASFilter {
    private static final String CORPORA = "/api/corpora";
    private static final String REFERENCE = "#/components/schemas/";

    /** Quarkus needs it. */
    public AnswerDescription() {}

    @Override
    public void filterOpenAPI(OpenAPI api) {
        Map<String, Schema> schemas = api.getComponents().getSchemas();
        api.getComponents()
                .addSchema(
                        "Name",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.STRING)
                                .pattern("^" + Name.PATTERN + "$")
                                .description("1 to 63 of a-z 0-9 . _ - and a letter or a digit first"));
        List<Operation> operations = api.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .toList();
        api.getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations().values().stream()
                        .flatMap(operation -> Stream.ofNullable(operation.getParameters()))
                        .flatMap(List::stream)
                        .filter(parameter -> parameter.getIn() == Parameter.In.PATH)
                        .filter(parameter -> parameter.getName().equals("name"))
                        .forEach(parameter -> parameter
                                .schema(OASFactory.createSchema().ref("Name"))
                                .description("The name of the " + (path.startsWith(CORPORA) ? "corpus" : "model"))));
        Set<String> seen = new HashSet<>();
        operations.stream()
                .flatMap(operation -> operation.getResponses().getAPIResponses().values().stream())
                .flatMap(response -> Stream.ofNullable(response.getContent()))
                .map(Content::getMediaTypes)
                .flatMap(types -> types.values().stream())
                .forEach(type -> close(type.getSchema(), schemas, seen));
    }

    /** Closes a schema and all that it uses. */
    private static void close(@Nullable Schema schema, Map<String, Schema> all, Set<String> seen) {
        if (schema == null) {
            return;
        }
        String reference = schema.getRef();
        if (reference != null) {
            if (reference.startsWith(REFERENCE) && seen.add(reference)) {
                close(all.get(reference.substring(REFERENCE.length())), all, seen);
            }
            return;
        }
        Map<String, Schema> properties = schema.getProperties();
        if (properties != null) {
            if (schema.getRequired() == null) {
                schema.setRequired(List.copyOf(properties.keySet()));
            }
            if (schema.getAdditionalPropertiesSchema() == null) {
                schema.setAdditionalPropertiesSchema(OASFactory.createSchema().booleanSchema(false));
            }
            properties.values().forEach(value -> close(value, all, seen));
        }
        close(schema.getItems(), all, seen);
        close(schema.getContentSchema(), all, seen);
        Stream.of(schema.getAnyOf(), schema.getOneOf(), schema.getAllOf())
                .flatMap(Stream::ofNullable)
                .flatMap(List::stream)
                .forEach(part -> close(part, all, seen));
    }
}
