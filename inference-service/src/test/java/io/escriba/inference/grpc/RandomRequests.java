package io.escriba.inference.grpc;

import io.escriba.grpc.v1.GenerateRequest;
import io.escriba.grpc.v1.Sampling;
import io.escriba.grpc.v1.ScoreRequest;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Requests whose fields have any values, more often than not such as lie at the edge of what is allowed, or beyond it. */
final class RandomRequests {
    /** The most characters that a request of these can ask for without being refused. */
    static final long MOST_CHARACTERS = 60;

    private static final List<Double> NUMBERS = List.of(
            0.0,
            -0.0,
            0.1,
            0.5,
            1.0,
            Math.nextUp(1.0),
            1.2,
            10.0,
            Math.nextUp(10.0),
            -1.0,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY);
    private static final List<Integer> COUNTS = List.of(0, 1, 2, 20, 21, -1, Integer.MIN_VALUE, Integer.MAX_VALUE);
    private static final List<Long> LENGTHS =
            List.of(0L, 1L, 7L, MOST_CHARACTERS, -1L, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40);
    /** Different ones, all of them unknown. */
    private static final String IDEOGRAPHS = IntStream.range('\u4E00', '\u5000')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "era uma vez",
            "ç",
            "c\u0327",
            "A",
            "😀",
            "\uD83D",
            "\n",
            "\0",
            "x".repeat(64),
            "x".repeat(65),
            IDEOGRAPHS);

    private final Random random;
    private final List<String> models;

    /**
     * The same requests in the same order for the same seed.
     *
     * @param models the names to choose from, good and bad
     */
    RandomRequests(long seed, List<String> models) {
        this.random = new Random(seed);
        this.models = List.copyOf(models);
    }

    GenerateRequest generate() {
        GenerateRequest.Builder request = GenerateRequest.newBuilder().setModel(any(models));
        if (sometimes()) {
            request.setVersion(any(LENGTHS));
        }
        if (mostly()) {
            request.setPrompt(text());
        }
        request.setMaxCharacters(mostly() ? 1 + random.nextInt((int) MOST_CHARACTERS) : any(LENGTHS));
        if (sometimes()) {
            request.setSkip(any(LENGTHS));
        }
        if (mostly()) {
            request.setSampling(sampling());
        }
        if (sometimes()) {
            request.setUnknownValue(any(COUNTS));
        }
        if (sometimes()) {
            request.setLogProbabilities(any(COUNTS));
        }
        for (int stops = sometimes() ? random.nextInt(6) : 0; stops > 0; stops--) {
            request.addStop(text());
        }
        if (sometimes()) {
            request.setWritten(text());
        }
        return request.build();
    }

    private Sampling.Builder sampling() {
        Sampling.Builder sampling =
                Sampling.newBuilder().setSeed(random.nextLong()).setIgnoreEnd(random.nextBoolean());
        sampling.setTemperature(mostly() ? random.nextDouble() : any(NUMBERS));
        if (sometimes()) {
            sampling.setTopK(any(COUNTS));
        }
        if (sometimes()) {
            sampling.setTopP(any(NUMBERS));
        }
        if (sometimes()) {
            sampling.setRepetitionPenalty(any(NUMBERS));
        }
        return sampling;
    }

    ScoreRequest score() {
        ScoreRequest.Builder request = ScoreRequest.newBuilder().setModel(any(models));
        if (sometimes()) {
            request.setVersion(any(LENGTHS));
        }
        if (sometimes()) {
            request.setPrompt(text());
        }
        if (mostly()) {
            request.setText(text());
        }
        if (sometimes()) {
            request.setCandidates(any(COUNTS));
        }
        return request.build();
    }

    private String text() {
        return sometimes() ? any(TEXTS) + any(TEXTS) : any(TEXTS);
    }

    private boolean mostly() {
        return random.nextInt(8) > 0;
    }

    private boolean sometimes() {
        return random.nextInt(4) == 0;
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
