package io.escriba.inference.batch;

import io.escriba.inference.sampling.Likelihood;
import io.escriba.inference.sampling.LogSoftmax;
import io.escriba.inference.sampling.Sampler;
import io.escriba.inference.sampling.UniformNumbers;
import io.escriba.sampling.Sampling;
import io.escriba.vocabulary.Vocabulary;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Gives streams the characters that follow from scores. Keeps scratch memory, so it is not thread-safe. */
final class Author {
    private static final int NO_MARK = -1;

    private final Sampler sampler;
    private final LogSoftmax softmax;
    private final int endMark;
    private final String[] characters;

    /** For scores of this vocabulary's ids. */
    Author(Vocabulary vocabulary) {
        this.sampler = new Sampler(vocabulary);
        this.softmax = new LogSoftmax(vocabulary);
        this.endMark = vocabulary.endMark().orElse(NO_MARK);
        this.characters = IntStream.range(0, vocabulary.size())
                .mapToObj(vocabulary::decode)
                .toArray(String[]::new);
    }

    /**
     * Gives a stream its next character.
     *
     * @param logits scores of the ids that may come next, row by row
     * @param row of the stream's scores
     * @return how the text ends, if that was its last
     * @throws ArithmeticException when a score is no finite number
     */
    Optional<Ending> goOn(TextStream stream, float[] logits, int row) {
        int offset = row * characters.length;
        Sampling sampling = stream.order().sampling();
        double uniform = UniformNumbers.at(sampling.seed(), stream.characters());
        int id = sampler.sample(logits, offset, sampling, stream.recent(), uniform);
        if (id == endMark) {
            return Optional.of(Ending.END_MARK);
        }
        if (stream.append(id, characters[id], likelihood(stream, id, logits, offset))) {
            return Optional.of(Ending.STOP_STRING);
        }
        return stream.isComplete() ? Optional.of(Ending.LENGTH) : Optional.empty();
    }

    private Optional<Likelihood> likelihood(TextStream stream, int id, float[] logits, int offset) {
        OptionalInt top = stream.order().likelihoods();
        return top.isEmpty() || stream.skipsNext()
                ? Optional.empty()
                : Optional.of(softmax.of(logits, offset, id, top.getAsInt()));
    }

    /**
     * The search for an order's stop strings, one of which may begin in what has been written and end after it. May be called
     * by any thread.
     */
    StopStrings.Search search(Order order) {
        StopStrings.Search search = order.stops().search();
        int[] ids = order.text().ids();
        for (int i = ids.length - order.text().written(); i < ids.length; i++) {
            search.next(characters[ids[i]].codePointAt(0));
        }
        return search;
    }
}
