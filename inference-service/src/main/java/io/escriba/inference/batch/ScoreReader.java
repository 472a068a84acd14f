package io.escriba.inference.batch;

import io.escriba.inference.sampling.Likelihood;
import io.escriba.inference.session.CharacterModel;
import java.util.List;

/** Whoever a text is scored for. Called by one thread, which no method may hold up. */
public interface ScoreReader {
    /** Whether it can take more. While it cannot, its text pauses; {@link Ticket#resume} makes it go on. */
    boolean isReady();

    /**
     * The model begins to read. Comes first, and once.
     *
     * @param exact whether the same order gives the same likelihoods, bit for bit; see {@link CharacterModel#isExact}
     */
    void begin(boolean exact);

    /**
     * The next characters.
     *
     * @param index of the first one in the text
     * @param characters as the model reads them
     * @param likelihoods one for each
     */
    void scored(int index, String characters, List<Likelihood> likelihoods);

    /** All of the text has been scored; nothing follows. */
    void end();

    /**
     * The rest will not be scored; nothing follows.
     *
     * @param reason a {@link ServiceStoppingException} or a {@link ModelBrokenException} when another process can do it;
     *     anything else has been logged, or tells the reader what to change
     */
    void failed(RuntimeException reason);
}
