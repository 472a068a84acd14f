package io.escriba.gateway.generation;

import java.util.List;
import java.util.function.Function;

/** What comes while a text is written: any number of {@link Text}, then one {@link End}. */
public sealed interface Generated {
    /** Does the one thing or the other. */
    <R> R fold(Function<Text, R> text, Function<End, R> end);

    /**
     * One or more characters.
     *
     * @param index of the first one, from 0 for the first after the prompt; below 0 where the prompt is repeated
     * @param likelihoods one for each character; empty if they were not asked for, or are not known
     */
    record Text(String text, long index, List<Likelihood> likelihoods) implements Generated {
        public Text {
            likelihoods = List.copyOf(likelihoods);
        }

        /** Characters without their likelihoods. */
        public Text(String text, long index) {
            this(text, index, List.of());
        }

        /** The first of the characters, of which there must be one. */
        public Text first() {
            return new Text(
                    text.substring(0, firstLength()),
                    index,
                    likelihoods.isEmpty() ? List.of() : likelihoods.subList(0, 1));
        }

        /** What follows the first of the characters, of which there must be one; it may be none. */
        public Text rest() {
            return new Text(
                    text.substring(firstLength()),
                    index + 1,
                    likelihoods.isEmpty() ? List.of() : likelihoods.subList(1, likelihoods.size()));
        }

        private int firstLength() {
            return Character.charCount(text.codePointAt(0));
        }

        /** The index of the character after these. */
        public long next() {
            return index + text.codePointCount(0, text.length());
        }

        @Override
        public <R> R fold(Function<Text, R> text, Function<End, R> end) {
            return text.apply(this);
        }
    }

    /**
     * The text is complete.
     *
     * @param promptCharacters that the model read
     * @param generatedCharacters since the prompt
     */
    record End(Reason reason, long promptCharacters, long generatedCharacters) implements Generated {
        @Override
        public <R> R fold(Function<Text, R> text, Function<End, R> end) {
            return end.apply(this);
        }
    }

    /** Why a text ended. */
    enum Reason {
        /** It has as many characters as were asked for. */
        LENGTH,
        /** The model ended it. */
        END,
        /** The model wrote a string at which it was to end. */
        STOP
    }
}
