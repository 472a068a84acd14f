package io.escriba.manifests.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.escriba.manifests.Checkout;
import io.escriba.manifests.ServiceModule;
import io.escriba.manifests.docker.Dockerfile.Instruction;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a Dockerfile makes. */
public final class Image {
    private static final Pattern SETTING = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final Pattern COPY =
            Pattern.compile("(?:--from=(?<stage>\\S+)\\s+)?(?<what>\\S+)\\s+(?<where>\\S+)");
    private static final Pattern HEAP = Pattern.compile("-Xmx(\\d+)m\\b");
    private static final Pattern DIRECT = Pattern.compile("-XX:MaxDirectMemorySize=(\\d+)m\\b");
    private static final long BESIDE = 256;
    private static final String BUILD = "build";
    private static final String BUILD_DIRECTORY = "/src/";

    private final Path file;
    private final Dockerfile dockerfile;

    private Image(Path file, Dockerfile dockerfile) {
        this.file = file;
        this.dockerfile = dockerfile;
    }

    /** The image of a service. */
    public static Image of(ServiceModule service) {
        return of(service, Map.of());
    }

    /** The image that runs on CUDA. */
    static Image cuda(ServiceModule service) {
        return of(service, Map.of("RUNTIME", "cuda"));
    }

    private static Image of(ServiceModule service, Map<String, String> arguments) {
        Path file = Checkout.ROOT
                .resolve("deploy/docker")
                .resolve(service.directory())
                .resolve("Dockerfile");
        return new Image(file, Dockerfile.read(file, arguments));
    }

    /**
     * A {@code COPY}.
     *
     * @param source in the checkout; its last name may be a pattern
     * @param target in the image, as it is written: a directory, if it ends in a slash
     */
    record Copy(Path source, String target) {
        /** Whether the files are Escriba's own, and no libraries of others. */
        boolean isOwn() {
            String name = source.getFileName().toString();
            return name.equals("app") || name.equals("quarkus") || name.startsWith("io.escriba");
        }
    }

    /** What is copied from the checkout and from what was built in it. */
    List<Copy> copies() {
        return of("COPY")
                .map(COPY::matcher)
                .peek(copy -> require(copy.matches(), "a COPY is written in another way than is known here"))
                .filter(copy ->
                        copy.group("stage") == null || copy.group("stage").equals(BUILD))
                .map(copy -> new Copy(source(copy.group("stage"), copy.group("what")), copy.group("where")))
                .toList();
    }

    /** Variables of the image. */
    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        of("ENV")
                .flatMap(line -> SETTING.matcher(line).results())
                .forEach(setting -> environment.put(setting.group(1), setting.group(2)));
        return environment;
    }

    /** Ports that it says it listens on. */
    public Set<Integer> ports() {
        return of("EXPOSE")
                .flatMap(line -> Arrays.stream(line.split(" ", -1)))
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
    }

    /** User and group. */
    public String user() {
        return only("USER");
    }

    /** Where the command runs. */
    String directory() {
        return only("WORKDIR");
    }

    /** The command and its arguments. */
    List<String> command() {
        return words(only("ENTRYPOINT"));
    }

    /** The command that tells whether it can be used. */
    List<String> healthCheck() {
        String check = only("HEALTHCHECK");
        return words(check.substring(check.indexOf("CMD") + "CMD".length()));
    }

    /** Options of Java. */
    List<String> javaOptions() {
        List<String> command = command();
        require(command.get(0).equals("java"), "the command is not java");
        return Stream.concat(
                        Arrays.stream(environment()
                                .getOrDefault("JAVA_TOOL_OPTIONS", "")
                                .split(" ", -1)),
                        command.subList(1, command.indexOf("-jar")).stream())
                .toList();
    }

    /**
     * MiB that Java may take: its heap, direct buffers, which may be as many as the heap has where nothing is said, and what its classes,
     * compiled code and stacks need.
     */
    public long javaMebibytes() {
        String options = environment().getOrDefault("JAVA_TOOL_OPTIONS", "");
        long heap = mebibytes(HEAP, options)
                .orElseThrow(() -> new IllegalArgumentException(file + ": there is no -Xmx in mebibytes."));
        return heap + mebibytes(DIRECT, options).orElse(heap) + BESIDE;
    }

    private static OptionalLong mebibytes(Pattern option, String options) {
        return option.matcher(options)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .findFirst();
    }

    /** Commands that prepare the build, before anything is there that can be built. */
    List<String> preparations() {
        List<Instruction> build = dockerfile.stage(BUILD).instructions();
        return commands(build.subList(0, firstCopy(build)));
    }

    /** Commands that build what is copied. */
    List<String> buildCommands() {
        List<Instruction> build = dockerfile.stage(BUILD).instructions();
        return commands(build.subList(firstCopy(build), build.size()));
    }

    /** Commands that make the image. */
    List<String> commands() {
        return of("RUN").toList();
    }

    /** The images of others that it begins with. */
    List<String> foreignImages() {
        return dockerfile.foreignImages();
    }

    private Path source(@Nullable String stage, String what) {
        if (stage == null) {
            return Checkout.ROOT.resolve(what);
        }
        require(what.startsWith(BUILD_DIRECTORY), "'" + what + "' is not where the build is");
        return Checkout.ROOT.resolve(what.substring(BUILD_DIRECTORY.length()));
    }

    private int firstCopy(List<Instruction> instructions) {
        List<String> keywords = instructions.stream().map(Instruction::keyword).toList();
        require(keywords.contains("COPY"), "nothing is copied that could be built");
        return keywords.indexOf("COPY");
    }

    private static List<String> commands(List<Instruction> instructions) {
        return instructions.stream()
                .filter(instruction -> instruction.keyword().equals("RUN"))
                .map(Instruction::arguments)
                .toList();
    }

    private Stream<String> of(String keyword) {
        return dockerfile.image().stream()
                .filter(instruction -> instruction.keyword().equals(keyword))
                .map(Instruction::arguments);
    }

    private String only(String keyword) {
        List<String> all = of(keyword).toList();
        require(all.size() == 1, "there must be one " + keyword + ", and there are " + all);
        return all.get(0);
    }

    private List<String> words(String json) {
        try {
            return List.of(new ObjectMapper().readValue(json, String[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + ": '" + json + "' is no list of words.", e);
        }
    }

    private void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(file + ": " + problem + ".");
        }
    }
}
