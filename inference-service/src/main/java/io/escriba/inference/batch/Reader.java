package io.escriba.inference.batch;

import io.escriba.inference.sampling.Likelihood;
import io.escriba.inference.session.CharacterModel;
import io.escriba.log.LogSubject;
import java.util.Optional;

/** Whoever a text is written for. Called by one thread, which no method may hold up. */
public interface Reader {
    /** What the log says of its text is found by this. */
    default LogSubject subject() {
        return LogSubject.NONE;
    }

    /**
     * Whether it can take more. While it cannot, its text pauses; {@link Ticket#resume} makes it go on.
     */
    boolean isReady();

    /**
     * The model begins to read what the text begins with. Comes first, and once.
     *
     * @param exact whether the same order gives the same text and likelihoods, bit for bit; see
     *     {@link CharacterModel#isExact}
     */
    void begin(boolean exact);

    /**
     * The next character.
     *
     * @param index among all characters after the prompt, from 0
     * @param character one code point
     * @param likelihood if the order asks for it
     */
    void character(long index, String character, Optional<Likelihood> likelihood);

    /**
     * What has come is to leave now. Until then characters may be gathered, to leave together. Comes before a pause and before the
     * end, and never much later than the first of them; see {@link Delivery}.
     */
    void flush();

    /** What the model remembers of the text so far, of which all that is to be sent has left. Comes if it was ordered. */
    void snapshot(Snapshot snapshot);

    /**
     * The text is complete; nothing follows.
     *
     * @param characters of the text after the prompt, sent or not
     */
    void end(Ending ending, long characters);

    /**
     * The text breaks off; nothing follows.
     *
     * @param reason a {@link ServiceStoppingException} or a {@link ModelBrokenException} when another process can go on with
     *     it; anything else has been logged, or tells the reader what to change
     */
    void failed(RuntimeException reason);
}
