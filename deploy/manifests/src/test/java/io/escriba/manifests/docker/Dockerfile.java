package io.escriba.manifests.docker;

import io.escriba.manifests.Checkout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A Dockerfile: its instructions in their order, and the stages that they begin. */
final class Dockerfile {
    private static final Pattern INSTRUCTION = Pattern.compile("([A-Z]+)\\s+(.*)", Pattern.DOTALL);
    private static final Pattern STAGE = Pattern.compile("(\\S+)(?:\\s+AS\\s+(\\S+))?");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    /**
     * One instruction.
     *
     * @param keyword such as {@code COPY}
     * @param arguments what follows it, on one line
     */
    record Instruction(String keyword, String arguments) {}

    /**
     * A stage.
     *
     * @param base the image or stage that it begins with
     * @param instructions after {@code FROM}
     */
    record Stage(String base, List<Instruction> instructions) {}

    private final Map<String, Stage> stages = new LinkedHashMap<>();
    private String last = "";

    private Dockerfile() {}

    /**
     * Reads a file.
     *
     * @param arguments of the build, which take the place of the defaults
     */
    static Dockerfile read(Path file, Map<String, String> arguments) {
        Dockerfile dockerfile = new Dockerfile();
        Map<String, String> variables = new LinkedHashMap<>();
        List<Instruction> current = new ArrayList<>();
        for (Instruction instruction : instructions(Checkout.read(file))) {
            if (instruction.keyword().equals("FROM")) {
                Matcher from = matched(STAGE, substituted(instruction.arguments(), variables));
                current = new ArrayList<>();
                String name = from.group(2) == null ? "stage " + dockerfile.stages.size() : from.group(2);
                dockerfile.stages.put(name, new Stage(from.group(1), current));
                dockerfile.last = name;
            } else if (instruction.keyword().equals("ARG") && dockerfile.stages.isEmpty()) {
                String[] argument = instruction.arguments().split("=", 2);
                variables.put(argument[0], arguments.getOrDefault(argument[0], argument[1]));
            } else {
                current.add(instruction);
            }
        }
        return dockerfile;
    }

    /** The stage of this name. */
    Stage stage(String name) {
        Stage stage = stages.get(name);
        if (stage == null) {
            throw new IllegalArgumentException("There is no stage '" + name + "', but " + stages.keySet() + ".");
        }
        return stage;
    }

    /** What becomes the image: the last stage, after those of this file that it begins with. */
    List<Instruction> image() {
        return withBases(stage(last));
    }

    /** The images of others that the stages begin with. */
    List<String> foreignImages() {
        return stages.values().stream()
                .map(Stage::base)
                .filter(Predicate.not(stages::containsKey))
                .collect(Collectors.toList());
    }

    private List<Instruction> withBases(Stage stage) {
        List<Instruction> all = new ArrayList<>();
        if (stages.containsKey(stage.base())) {
            all.addAll(withBases(stage(stage.base())));
        }
        all.addAll(stage.instructions());
        return all;
    }

    private static List<Instruction> instructions(String text) {
        String joined = text.lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.joining("\n"))
                .replace("\\\n", " ");
        return joined.lines()
                .filter(line -> !line.isBlank())
                .map(line -> matched(INSTRUCTION, line))
                .map(line -> new Instruction(line.group(1), line.group(2).strip()))
                .toList();
    }

    private static Matcher matched(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no line of a Dockerfile that is known here.");
        }
        return matcher;
    }

    private static String substituted(String text, Map<String, String> variables) {
        return VARIABLE.matcher(text).replaceAll(variable -> {
            String value = variables.get(variable.group(1));
            if (value == null) {
                throw new IllegalArgumentException("'" + variable.group() + "' has no value in '" + text + "'.");
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
