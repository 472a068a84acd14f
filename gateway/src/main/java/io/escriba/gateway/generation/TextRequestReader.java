package io.escriba.gateway.generation;

import io.escriba.gateway.model.ModelCatalog;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.gateway.request.JsonRequest;
import io.escriba.model.ModelVersion;
import io.escriba.model.PublishedModel;
import io.escriba.sampling.Sampling;
import io.escriba.vocabulary.UnknownCharactersException;
import io.escriba.vocabulary.Vocabulary;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Makes texts to be written out of requests: chooses the version and the seed, and checks everything. Thread-safe. */
public final class TextRequestReader {
    /** Seeds that a request leaves open stay below this, so that JavaScript's numbers can hold them. */
    private static final long SEEDS = 1L << 53;

    private final ModelCatalog catalog;
    private final Predicate<ModelVersion> unloadable;
    private final int maxPrompt;
    private final RandomGenerator seeds;

    /**
     * Reads requests for the models of a catalog.
     *
     * @param unloadable whether nobody can write with a version, so that the one before it is chosen where none is named
     * @param maxPrompt most characters of a prompt
     * @param seeds for requests without one
     */
    TextRequestReader(ModelCatalog catalog, Predicate<ModelVersion> unloadable, int maxPrompt, RandomGenerator seeds) {
        this.catalog = catalog;
        this.unloadable = unloadable;
        this.maxPrompt = maxPrompt;
        this.seeds = seeds;
    }

    /** Most characters of a prompt. */
    public int maxPrompt() {
        return maxPrompt;
    }

    /**
     * Reads the settings of a text, after its caller has read all other fields of the request.
     *
     * @param skipUnknown whether characters of the prompt that the model does not know are left out, not refused
     * @throws ProblemException (400) with everything that is wrong with the request, (404) when only the model is not
     *     there
     */
    public TextRequest read(JsonRequest json, Dialect dialect, boolean skipUnknown) {
        return read(json, dialect, List.of(json.text("prompt").orElse("")), skipUnknown, extent -> {})
                .get(0);
    }

    /**
     * Reads the settings of texts that differ in their prompts alone, as {@link #read} does. Unknown characters are refused.
     *
     * @param most how many prompts there may be
     * @param limits notes what is too much, to be told with everything else that is wrong
     * @return a text for each prompt, at least one
     */
    public List<TextRequest> readEach(JsonRequest json, Dialect dialect, int most, Consumer<Extent> limits) {
        List<String> prompts = json.texts("prompt").orElse(List.of(""));
        if (prompts.isEmpty() || prompts.size() > most) {
            json.fault("prompt", "prompt has " + prompts.size() + " strings; use 1 to " + most + ".");
            return read(json, dialect, List.of(), false, limits);
        }
        return read(json, dialect, prompts, false, limits);
    }

    private List<TextRequest> read(
            JsonRequest json, Dialect dialect, List<String> prompts, boolean skipUnknown, Consumer<Extent> limits) {
        Optional<ModelVersion.Reference> reference = reference(json);
        List<String> normal =
                prompts.stream().map(prompt -> normal(prompt, json)).toList();
        long maxCharacters = json.whole(
                dialect.names().maxCharacters(),
                dialect.defaultMaxCharacters(),
                dialect.leastMaxCharacters(),
                TextRequest.MAX_CHARACTERS);
        Sampling sampling = sampling(json, dialect);
        List<String> stop = stop(json);
        OptionalInt candidates = candidates(json, dialect);
        limits.accept(new Extent(normal, maxCharacters, candidates));
        json.refuseOtherFields();
        Optional<PublishedModel> model = reference.flatMap(wanted -> catalog.find(wanted, unloadable));
        if (reference.isPresent() && model.isEmpty()) {
            String absence = catalog.explainAbsence(reference.get());
            if (!json.isFaulty()) {
                throw ProblemException.notFound("model", absence);
            }
            json.fault("model", absence);
        }
        List<String> known = model.map(m -> m.manifest().vocabulary()).stream()
                .flatMap(vocabulary -> normal.stream().map(prompt -> known(prompt, vocabulary, skipUnknown, json)))
                .toList();
        json.throwIfFaulty();
        PublishedModel writer = model.orElseThrow();
        List<String> ends = stop.stream()
                .map(string -> asWritten(string, writer.manifest().vocabulary()))
                .toList();
        return known.stream()
                .map(prompt ->
                        new TextRequest(writer.modelVersion(), prompt, maxCharacters, sampling, ends, candidates))
                .toList();
    }

    private Sampling sampling(JsonRequest json, Dialect dialect) {
        Dialect.Names names = dialect.names();
        double temperature = json.number("temperature", dialect.defaultTemperature(), 0, Sampling.MAX_TEMPERATURE);
        int topK = (int) json.whole(names.topK(), 0, 0, Integer.MAX_VALUE);
        double topP = json.number(names.topP(), 1, 0, 1);
        double repetitionPenalty = json.number(
                names.repetitionPenalty(), 1, Sampling.MIN_REPETITION_PENALTY, Sampling.MAX_REPETITION_PENALTY);
        boolean ignoreEnd = json.flag(names.ignoreEnd(), false);
        long seed = json.whole("seed", seeds.nextLong(SEEDS), Long.MIN_VALUE, Long.MAX_VALUE);
        // No share at all leaves the most likely character alone, and so does the least share.
        return new Sampling(temperature, topK, Math.max(Double.MIN_VALUE, topP), repetitionPenalty, ignoreEnd, seed);
    }

    private static List<String> stop(JsonRequest json) {
        List<String> stop = json.texts("stop").stream()
                .flatMap(List::stream)
                .map(Vocabulary::normalize)
                .toList();
        TextRequest.stopProblems(stop).forEach(problem -> json.fault("stop", problem));
        return stop;
    }

    private static OptionalInt candidates(JsonRequest json, Dialect dialect) {
        int candidates = (int) json.whole("logprobs", 0, 0, dialect.maxCandidates());
        return json.value("logprobs").isPresent() ? OptionalInt.of(candidates) : OptionalInt.empty();
    }

    private static Optional<ModelVersion.Reference> reference(JsonRequest json) {
        if (json.value("model").isEmpty()) {
            json.fault("model", "model is missing; name the model that is to write. /api/models lists them.");
            return Optional.empty();
        }
        return json.text("model").flatMap(text -> {
            try {
                return Optional.of(ModelVersion.Reference.parse(text));
            } catch (IllegalArgumentException e) {
                json.fault("model", "model: " + e.getMessage());
                return Optional.empty();
            }
        });
    }

    private String normal(String given, JsonRequest json) {
        String prompt = Vocabulary.normalize(given);
        int characters = prompt.codePointCount(0, prompt.length());
        if (characters > maxPrompt) {
            json.fault("prompt", "prompt has " + characters + " characters; use at most " + maxPrompt + ".");
        }
        return prompt;
    }

    /** As the model reads it; as it is where that is refused. */
    private String known(String prompt, Vocabulary vocabulary, boolean skipUnknown, JsonRequest json) {
        if (prompt.codePointCount(0, prompt.length()) > maxPrompt) {
            // It is refused for that already, and could have as many unknown characters.
            return prompt;
        }
        if (skipUnknown) {
            return vocabulary.decode(vocabulary.encodeKnown(prompt));
        }
        try {
            return vocabulary.decode(vocabulary.encode(prompt));
        } catch (UnknownCharactersException e) {
            json.fault("prompt", "prompt: " + e.getMessage());
            return prompt;
        }
    }

    /** In the characters that the model writes for these. One that it does not know stays, and never comes. */
    private static String asWritten(String string, Vocabulary vocabulary) {
        return string.codePoints()
                .map(character -> {
                    OptionalInt id = vocabulary.id(character);
                    return id.isPresent() ? vocabulary.codePoint(id.getAsInt()) : character;
                })
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
