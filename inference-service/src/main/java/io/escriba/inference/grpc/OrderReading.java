package io.escriba.inference.grpc;

import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.UnknownCharacters;
import io.escriba.inference.batch.Order;
import io.escriba.inference.batch.Snapshot;
import io.escriba.inference.batch.StopStrings;
import io.escriba.inference.batch.TextSoFar;
import io.escriba.inference.sampling.Likelihood;
import io.escriba.log.LogSubject;
import io.escriba.sampling.Sampling;
import io.escriba.vocabulary.UnknownCharactersException;
import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Makes a request an order.
 *
 * @param maxCharacters the most that a request may ask for
 * @param maxPromptCharacters the most that its prompt may have
 */
record OrderReading(long maxCharacters, int maxPromptCharacters) {
    private static final Pattern STREAM = Pattern.compile("[A-Za-z0-9_-]{0,64}");

    /**
     * The order.
     *
     * @param vocabulary of the model that is to write
     * @throws InvalidRequestException when settings are out of range or the prompt has unknown characters
     */
    Order read(GenerateRequest request, Vocabulary vocabulary) {
        io.escriba.grpc.v1.Sampling wanted = request.getSampling();
        double topP = orOne(wanted.getTopP());
        double repetitionPenalty = orOne(wanted.getRepetitionPenalty());
        List<String> problems =
                new ArrayList<>(Sampling.problems(wanted.getTemperature(), wanted.getTopK(), topP, repetitionPenalty));
        long characters = request.getMaxCharacters();
        if (characters < 1 || characters > maxCharacters) {
            problems.add("max_characters is " + characters + "; use 1 to " + maxCharacters + ".");
        }
        if (request.getSkip() < 0 || request.getSkip() > characters) {
            problems.add("skip is " + request.getSkip() + "; use 0 to max_characters, which is " + characters + ".");
        }
        List<String> stops =
                request.getStopList().stream().map(Vocabulary::normalize).toList();
        problems.addAll(StopStrings.problems(stops));
        if (!STREAM.matcher(request.getStream()).matches()) {
            problems.add("stream has something else than up to 64 letters, digits, '-' and '_'.");
        }
        OptionalInt likelihoods = likelihoods(request, problems);
        int[] prompt = prompt(request, vocabulary, problems);
        Optional<Snapshot> snapshot = SnapshotMessages.read(request, vocabulary, problems);
        int[] written = written(request, vocabulary, problems);
        if (request.getSnapshotInterval() < 0) {
            problems.add("snapshot_interval is " + request.getSnapshotInterval() + "; use 0 for none, or more.");
        }
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        return new Order(
                snapshot.map(known -> TextSoFar.of(known, written))
                        .orElseGet(() -> TextSoFar.of(vocabulary, prompt, written)),
                new Sampling(
                        wanted.getTemperature(),
                        wanted.getTopK(),
                        topP,
                        repetitionPenalty,
                        wanted.getIgnoreEnd(),
                        wanted.getSeed()),
                StopStrings.of(vocabulary, stops),
                likelihoods,
                request.getSkip(),
                characters,
                request.getSnapshotInterval());
    }

    /** What is logged of the text is about this. Nothing that could begin a line of the log is taken. */
    static LogSubject subject(GenerateRequest request) {
        return STREAM.matcher(request.getStream()).matches() ? LogSubject.stream(request.getStream()) : LogSubject.NONE;
    }

    /** Protocol Buffers say 0 for what is absent. */
    private static double orOne(double setting) {
        return setting == 0 ? 1 : setting;
    }

    /** Code points of the prompt, in the form in which the model reads it, unknown ones included. */
    static long promptCharacters(GenerateRequest request) {
        return Vocabulary.normalize(request.getPrompt()).codePoints().count();
    }

    private static OptionalInt likelihoods(GenerateRequest request, List<String> problems) {
        int candidates = request.getLogProbabilities();
        if (candidates < 0 || candidates > Likelihood.MAX_TOP) {
            problems.add("log_probabilities is " + candidates + "; use 0 to " + Likelihood.MAX_TOP + ".");
        }
        return request.hasLogProbabilities() ? OptionalInt.of(candidates) : OptionalInt.empty();
    }

    private int[] prompt(GenerateRequest request, Vocabulary vocabulary, List<String> problems) {
        String prompt = Vocabulary.normalize(request.getPrompt());
        PromptLength.problem(prompt, maxPromptCharacters).ifPresent(problems::add);
        if (request.getUnknown() == UnknownCharacters.UNKNOWN_CHARACTERS_SKIP) {
            return vocabulary.encodeKnown(prompt);
        }
        if (request.getUnknown() == UnknownCharacters.UNRECOGNIZED) {
            problems.add("unknown is " + request.getUnknownValue() + "; use 0 to refuse or 1 to skip.");
        }
        try {
            return vocabulary.encode(prompt);
        } catch (UnknownCharactersException e) {
            problems.add("prompt has " + e.names()
                    + ", which the model does not know. Leave them out, or set unknown to 1 to skip them.");
            return new int[0];
        }
    }

    /** Taken as it is, since a model may write what is not normalized. */
    private static int[] written(GenerateRequest request, Vocabulary vocabulary, List<String> problems) {
        String written = request.getWritten();
        int characters = written.codePointCount(0, written.length());
        long before = Math.max(0, request.getSnapshot().getIndex());
        if (characters > Math.max(0, request.getMaxCharacters() - before)) {
            problems.add("written has " + characters + " characters" + (before > 0 ? " after " + before : "")
                    + "; use up to max_characters, which is " + request.getMaxCharacters() + ".");
        }
        String known = vocabulary.decode(vocabulary.encodeKnown(written));
        for (int i = 0; i < request.getStopCount(); i++) {
            String stop = Vocabulary.normalize(request.getStop(i));
            boolean canBeWritten = !stop.isEmpty() && vocabulary.unknown(stop).isEmpty();
            if (canBeWritten && known.contains(vocabulary.decode(vocabulary.encode(stop)))) {
                problems.add(
                        "written has string " + (i + 1) + " of stop, at which the text ended. Do not go on with it.");
            }
        }
        try {
            return vocabulary.encode(written);
        } catch (UnknownCharactersException e) {
            problems.add(
                    "written has " + e.names() + ", which the model does not know and has not written. Give what came"
                            + " with the same request.");
            return new int[0];
        }
    }
}
