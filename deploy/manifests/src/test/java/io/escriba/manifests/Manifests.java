package io.escriba.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads YAML and JSON, and knows what may stand in it. */
public final class Manifests {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of the S3 store in {@code common}, of the AWS SDK and of Quarkus, which no configuration interface names. */
    private static final Set<String> OTHER_VARIABLES =
            Set.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "JAVA_TOOL_OPTIONS", "QUARKUS_CONFIG_LOCATIONS");

    private Manifests() {}

    /** The documents of a text, with anchors and merges in place; a key that stands twice is refused. */
    public static List<JsonNode> documents(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<JsonNode> documents = new ArrayList<>();
        new Yaml(new SafeConstructor(options))
                .loadAll(yaml)
                .forEach(document -> documents.add(JSON.valueToTree(document)));
        return documents;
    }

    /** What JSON says. */
    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The elements of a list; none, if there is no list. */
    public static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    /** The names of these variables that no service knows. */
    public static Set<String> unknown(Collection<String> variables) {
        Set<String> unknown = new TreeSet<>(variables);
        unknown.removeAll(OTHER_VARIABLES);
        for (ServiceModule service : ServiceModule.values()) {
            unknown.removeAll(service.variables());
        }
        return unknown;
    }
}
