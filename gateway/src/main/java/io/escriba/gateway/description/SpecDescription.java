package io.escriba.gateway.description;

import com.fasterxml.jackson.databind.JsonNode;
import io.escriba.json.Json;
import io.escriba.training.DenseLayer;
import io.escriba.training.Embedding;
import io.escriba.training.Interval;
import io.escriba.training.Presets;
import io.escriba.training.SpecField;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Describes the settings of a training as they are declared and checked in {@code common}. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class SpecDescription implements OASFilter {
    private static final String PRESET = "preset";
    private static final Set<Class<?>> WHOLE = Set.of(int.class, Integer.class, long.class, Long.class);
    private static final Set<Class<?>> FRACTIONAL = Set.of(double.class, Double.class);

    /** Quarkus needs it. */
    public SpecDescription() {}

    @Override
    public void filterOpenAPI(OpenAPI api) {
        Components components = api.getComponents();
        components.addSchema("TrainingSpec", complete());
        components.addSchema("TrainingSettings", settings());
        components.addSchema(
                "TrainingRequest",
                settings()
                        .description("How a model is to be trained, and on what. Every field may be left out")
                        .addProperty(
                                "corpus",
                                OASFactory.createSchema()
                                        .ref("Name")
                                        .description("The corpus to train on. Default: called like the model")));
    }

    private static Schema complete() {
        Schema schema = object().description("How a model is trained, with everything that a request left open");
        for (SpecField field : SpecField.all()) {
            Schema value = value(field);
            if (field.isOptional()) {
                value.addType(Schema.SchemaType.NULL);
            }
            schema.addProperty(field.name(), value.description(field.meaning())).addRequired(field.name());
        }
        return schema;
    }

    private static Schema settings() {
        Schema schema = object().description("How a model is to be trained. Every field may be left out");
        for (SpecField field : SpecField.all()) {
            Schema value = value(field);
            field.otherwise().ifPresent(node -> value.setDefaultValue(Json.bind(node, Object.class)));
            String choice = field.isChosen() ? ". Where it is left open, the trainer chooses it" : "";
            if (field.name().equals(PRESET)) {
                value.enumeration(List.copyOf(Presets.names())).defaultValue(Presets.AUTO);
            }
            schema.addProperty(field.name(), value.description(field.meaning() + choice));
        }
        return schema;
    }

    private static Schema value(SpecField field) {
        if (!field.isList()) {
            return single(field);
        }
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.ARRAY)
                .items(single(field))
                .maxItems(field.mostEntries());
    }

    private static Schema single(SpecField field) {
        Schema schema = OASFactory.createSchema();
        Class<?> type = field.type();
        if (type == DenseLayer.class) {
            return layer();
        }
        if (type == Embedding.class) {
            Schema width = OASFactory.createSchema().addType(Schema.SchemaType.INTEGER);
            field.range().ifPresent(range -> limit(width, range));
            return schema.addAnyOf(width)
                    .addAnyOf(OASFactory.createSchema()
                            .addType(Schema.SchemaType.STRING)
                            .addEnumeration(Json.tree(Embedding.ONE_HOT).asText()));
        }
        field.range().ifPresent(range -> limit(schema, range));
        if (WHOLE.contains(type)) {
            if (field.range().isEmpty()) {
                schema.minimum(BigDecimal.valueOf(Long.MIN_VALUE)).maximum(BigDecimal.valueOf(Long.MAX_VALUE));
            }
            return schema.addType(Schema.SchemaType.INTEGER)
                    .format(type == int.class || type == Integer.class ? "int32" : "int64");
        }
        if (FRACTIONAL.contains(type)) {
            return schema.addType(Schema.SchemaType.NUMBER).format("double");
        }
        if (type == boolean.class) {
            return schema.addType(Schema.SchemaType.BOOLEAN);
        }
        schema.addType(Schema.SchemaType.STRING);
        if (type == Duration.class) {
            return schema.format("duration").addExample("PT3M");
        }
        if (type.isEnum()) {
            Arrays.stream(type.getEnumConstants())
                    .map(Json::tree)
                    .map(JsonNode::asText)
                    .forEach(schema::addEnumeration);
        }
        return schema;
    }

    private static Schema layer() {
        Schema schema = object();
        for (SpecField field : SpecField.of(DenseLayer.class)) {
            Schema value = value(field);
            if (field.isOptional()) {
                value.addType(Schema.SchemaType.NULL);
            } else {
                schema.addRequired(field.name());
            }
            schema.addProperty(field.name(), value.description(field.meaning()));
        }
        return schema;
    }

    private static Schema object() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(false));
    }

    private static void limit(Schema schema, Interval range) {
        if (range.withLeast()) {
            schema.setMinimum(bound(range.least()));
        } else {
            schema.setExclusiveMinimum(bound(range.least()));
        }
        if (range.most() == Double.POSITIVE_INFINITY) {
            return;
        }
        if (range.withMost()) {
            schema.setMaximum(bound(range.most()));
        } else {
            schema.setExclusiveMaximum(bound(range.most()));
        }
    }

    /** Without the fraction that it does not need. */
    private static BigDecimal bound(double bound) {
        return new BigDecimal(BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString());
    }
}
