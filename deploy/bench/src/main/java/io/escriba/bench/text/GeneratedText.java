package io.escriba.bench.text;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Text of any length that looks to a machine like what people write: words of several scripts, whose frequencies follow
 * Zipf's law, in sentences of a line each. Its characters take one to four bytes of UTF-8. It is made while it is written.
 */
public final class GeneratedText {
    private static final int WORDS = 20_000;

    /** One word in so many ends a sentence. */
    private static final int SENTENCE = 12;

    private static final byte[] SPACE = {' '};
    private static final byte[] END_OF_SENTENCE = {'.', '\n'};

    private final long seed;
    private final long bytes;

    /**
     * A text.
     *
     * @param bytes its length in UTF-8, exactly; 1 or more
     */
    public GeneratedText(long seed, long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("A text of " + bytes + " bytes cannot be generated. Ask for 1 or more.");
        }
        this.seed = seed;
        this.bytes = bytes;
    }

    /** Writes the text, piece by piece. */
    public void writeTo(OutputStream out) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> words = words(random);
        double[] frequencies = cumulativeFrequencies();
        long left = bytes;
        while (true) {
            byte[] word = words.get(pick(frequencies, random));
            byte[] separator = random.nextInt(SENTENCE) == 0 ? END_OF_SENTENCE : SPACE;
            if (word.length + separator.length > left) {
                break;
            }
            out.write(word);
            out.write(separator);
            left -= word.length + separator.length;
        }
        // A part of a word could end within a character.
        for (; left > 0; left--) {
            out.write('\n');
        }
    }

    /** Words in the order of their frequency, the most frequent first. */
    private static List<byte[]> words(RandomGenerator random) {
        Script[] scripts = Script.values();
        List<byte[]> words = new ArrayList<>(WORDS);
        for (int rank = 0; rank < WORDS; rank++) {
            // In turn, so that the frequent words are of every script too.
            words.add(scripts[rank % scripts.length].word(random).getBytes(StandardCharsets.UTF_8));
        }
        return words;
    }

    /** For each rank, the sum of the frequencies up to its own: the n-th has 1/n of the first's. */
    private static double[] cumulativeFrequencies() {
        double[] sums = new double[WORDS];
        double sum = 0;
        for (int rank = 0; rank < WORDS; rank++) {
            sum += 1.0 / (rank + 1);
            sums[rank] = sum;
        }
        return sums;
    }

    private static int pick(double[] cumulative, RandomGenerator random) {
        int found = Arrays.binarySearch(cumulative, random.nextDouble(cumulative[cumulative.length - 1]));
        return found < 0 ? -found - 1 : found;
    }

    /** A range of letters, all of the same length in UTF-8. */
    private enum Script {
        LATIN('a', 'z', 10),
        PORTUGUESE(0xE0, 0xF6, 8),
        CYRILLIC(0x430, 0x44F, 10),
        GREEK(0x3B1, 0x3C9, 9),
        HAN(0x4E00, 0x5E00, 3),
        GOTHIC(0x10330, 0x1034A, 6);

        private final int first;
        private final int last;
        private final int longest;

        Script(int first, int last, int longest) {
            this.first = first;
            this.last = last;
            this.longest = longest;
        }

        private String word(RandomGenerator random) {
            int length = random.nextInt(1, longest + 1);
            StringBuilder word = new StringBuilder();
            for (int i = 0; i < length; i++) {
                word.appendCodePoint(random.nextInt(first, last + 1));
            }
            return word.toString();
        }
    }
}
