package io.escriba.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.escriba.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code docs/asyncapi.yaml}, and in what records differ from it. Fields that are not described are differences. */
final class TopicsDescription {
    private final JsonNode document;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, Schema> schemas = new HashMap<>();
    private final Set<String> seen = new TreeSet<>();

    private TopicsDescription(JsonNode document) {
        this.document = document;
    }

    static TopicsDescription read() throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Path file = Path.of(System.getProperty("escriba.checkout")).resolve("docs/asyncapi.yaml");
        JsonNode document = Json.tree(new Yaml(new SafeConstructor(options)).<Object>load(Files.readString(file)));
        close(document);
        return new TopicsDescription(document);
    }

    /** The topics, each with how it is made. */
    Map<String, TopicSettings> topics() {
        return elements(document.get("channels"))
                .collect(Collectors.toMap(channel -> channel.get("address").asText(), channel -> {
                    JsonNode kafka = channel.at("/bindings/kafka");
                    JsonNode settings = kafka.get("topicConfiguration");
                    return new TopicSettings(
                            kafka.get("topic").asText(),
                            kafka.get("partitions").asInt(),
                            kafka.get("replicas").asInt(),
                            elements(settings.get("cleanup.policy"))
                                    .map(JsonNode::asText)
                                    .collect(Collectors.toCollection(TreeSet::new)),
                            settings.get("retention.ms").asText(),
                            settings.get("max.message.bytes").asText());
                }));
    }

    /** How a topic is made, with Kafka's own names. */
    record TopicSettings(
            String name, int partitions, int replicas, Set<String> cleanup, String retention, String maxBytes) {}

    /** In what this record differs from each message of its topic; nothing if it is one of them. */
    List<String> differences(ConsumerRecord<byte[], byte[]> record) {
        JsonNode channel = elements(document.get("channels"))
                .filter(candidate -> candidate.get("address").asText().equals(record.topic()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(record.topic() + " is not described."));
        List<String> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> named : channel.get("messages").properties()) {
            JsonNode message = resolved(named.getValue());
            List<String> differences = differences(message, record);
            if (differences.isEmpty()) {
                seen.add(kind(named.getKey(), message, record));
                return List.of();
            }
            all.add(named.getKey() + " at offset " + record.offset() + ": " + differences);
        }
        return all;
    }

    /** The messages, and the kinds of those that have several, that no record was so far. */
    Set<String> unseen() {
        Set<String> unseen = new TreeSet<>();
        for (Map.Entry<String, JsonNode> message :
                document.at("/components/messages").properties()) {
            JsonNode kinds = message.getValue().at("/payload/oneOf");
            if (kinds.isMissingNode()) {
                unseen.add(message.getKey());
            }
            elements(kinds)
                    .map(kind -> resolved(kind).at("/properties/type/const").asText())
                    .forEach(kind -> unseen.add(message.getKey() + " " + kind));
        }
        unseen.removeAll(seen);
        return unseen;
    }

    private static String kind(String name, JsonNode message, ConsumerRecord<byte[], byte[]> record) {
        return message.at("/payload/oneOf").isMissingNode()
                ? name
                : name + " "
                        + Json.parse(new String(record.value(), UTF_8))
                                .get("type")
                                .asText();
    }

    private List<String> differences(JsonNode message, ConsumerRecord<byte[], byte[]> record) {
        List<String> differences = new ArrayList<>(invalid(message.get("headers"), headers(record)));
        if (!differences.isEmpty()) {
            return differences;
        }
        differences.addAll(invalid(message.at("/bindings/kafka/key"), text(record.key())));
        boolean json = !message.has("contentType") && record.value() != null;
        differences.addAll(invalid(
                message.get("payload"), json ? Json.parse(new String(record.value(), UTF_8)) : text(record.value())));
        return differences;
    }

    private static JsonNode headers(ConsumerRecord<byte[], byte[]> record) {
        ObjectNode headers = Json.mapper().createObjectNode();
        record.headers().forEach(header -> headers.set(header.key(), text(header.value())));
        return headers;
    }

    private static JsonNode text(byte[] bytes) {
        return bytes == null ? NullNode.getInstance() : TextNode.valueOf(new String(bytes, UTF_8));
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    private List<String> invalid(JsonNode schema, JsonNode value) {
        return schemas
                .computeIfAbsent(schema.toString(), text -> registry.getSchema(withComponents(schema)))
                .validate(value, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    private JsonNode withComponents(JsonNode schema) {
        ObjectNode whole = schema.isBoolean() ? Json.mapper().createObjectNode() : schema.deepCopy();
        return whole.set("components", document.get("components"));
    }

    /** What stands in no other place of a message than it is described in was forgotten. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("type").asText().equals("object")
                && object.has("properties")
                && !object.has("additionalProperties")) {
            object.set("additionalProperties", BooleanNode.FALSE);
        }
        node.forEach(TopicsDescription::close);
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }
}
