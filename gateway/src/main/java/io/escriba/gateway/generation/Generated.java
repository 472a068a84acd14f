package io.escriba.gateway.generation;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What comes while a text is written: any number of {@link Text}, then one {@link End}. */
public sealed interface Generated {
    /** Does the one thing or the other. */
    <R> R fold(Function<Text, R> text, Function<End, R> end);

    /** The same with one character at a time. */
    default List<Generated> apart() {
        return fold(Text::characters, List::of);
    }

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

        private List<Generated> characters() {
            int[] characters = text.codePoints().toArray();
            return IntStream.range(0, characters.length)
                    .<Generated>mapToObj(i -> new Text(
                            Character.toString(characters[i]),
                            index + i,
                            likelihoods.isEmpty() ? List.of() : likelihoods.subList(i, i + 1)))
                    .toList();
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
