package io.escriba.inference.batch;

import io.escriba.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/**
 * Strings at which a text ends. Each is looked for as in D. E. Knuth, J. H. Morris, V. R. Pratt, "Fast Pattern Matching in
 * Strings", SIAM Journal on Computing 6 (1977), so a character costs the same however long the text is.
 *
 * @param strings up to {@link #MOST}, each of 1 to {@link #LONGEST} characters
 */
public record StopStrings(List<String> strings) {
    /** The most strings of one text. */
    public static final int MOST = 4;

    /** The most characters of a string. */
    public static final int LONGEST = 64;

    public StopStrings {
        List<String> problems = problems(strings);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(" ", problems));
        }
        strings = List.copyOf(strings);
    }

    /** No strings. */
    public static StopStrings none() {
        return new StopStrings(List.of());
    }

    /**
     * These strings as a model would write them. Those with characters that it does not know are left out, since it never
     * writes them.
     *
     * @throws IllegalArgumentException when there are {@link #problems}
     */
    public static StopStrings of(Vocabulary vocabulary, List<String> strings) {
        return new StopStrings(strings.stream()
                .filter(string -> vocabulary.unknown(string).isEmpty())
                .map(string -> vocabulary.decode(vocabulary.encode(string)))
                .toList());
    }

    /** What is wrong with these strings, one sentence for each problem. */
    public static List<String> problems(List<String> strings) {
        List<String> problems = new ArrayList<>();
        if (strings.size() > MOST) {
            problems.add("stop has " + strings.size() + " strings; use up to " + MOST + ".");
        }
        for (int i = 0; i < Math.min(strings.size(), MOST); i++) {
            int characters = strings.get(i).codePointCount(0, strings.get(i).length());
            if (characters < 1 || characters > LONGEST) {
                problems.add(
                        "String " + (i + 1) + " of stop has " + characters + " characters; use 1 to " + LONGEST + ".");
            }
        }
        return problems;
    }

    /** Begins to look for them in a text that is empty so far. */
    Search search() {
        return new Search(strings.stream()
                .map(string -> new Pattern(string.codePoints().toArray()))
                .toList());
    }

    /** One string, and how a match goes on where the next character contradicts it. */
    private static final class Pattern {
        private final int[] codePoints;
        /** At n - 1: the most characters, fewer than n, that the string's first n both begin and end with. */
        private final int[] borders;

        Pattern(int... codePoints) {
            this.codePoints = codePoints;
            this.borders = new int[codePoints.length];
            for (int n = 1; n < codePoints.length; n++) {
                borders[n] = next(borders[n - 1], codePoints[n]);
            }
        }

        int length() {
            return codePoints.length;
        }

        /**
         * How many characters of the string a text ends with.
         *
         * @param matched how many it ended with before its last character
         */
        int next(int matched, int codePoint) {
            int rest = matched == codePoints.length ? borders[matched - 1] : matched;
            while (rest > 0 && codePoints[rest] != codePoint) {
                rest = borders[rest - 1];
            }
            return codePoints[rest] == codePoint ? rest + 1 : 0;
        }
    }

    /** The strings in one text. */
    static final class Search {
        private final List<Pattern> patterns;
        private final int[] matched;

        private Search(List<Pattern> patterns) {
            this.patterns = patterns;
            this.matched = new int[patterns.size()];
        }

        /**
         * The text has one more character.
         *
         * @return characters of the longest string that the text ends with now; 0 if there is none
         */
        int next(int codePoint) {
            int found = 0;
            for (int i = 0; i < matched.length; i++) {
                matched[i] = patterns.get(i).next(matched[i], codePoint);
                if (matched[i] == patterns.get(i).length()) {
                    found = Math.max(found, matched[i]);
                }
            }
            return found;
        }

        /** How many of the text's last characters may be the beginning of a string, where none has been found. */
        int undecided() {
            int most = 0;
            for (int characters : matched) {
                most = Math.max(most, characters);
            }
            return most;
        }
    }
}
