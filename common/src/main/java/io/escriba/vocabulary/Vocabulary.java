package io.escriba.vocabulary;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The characters a model knows, each with an id. Ids 0 to n-1 are the distinct code points in ascending order; where
 * documents are lines, id n is the begin mark and id n+1 the end mark. Immutable and thread-safe.
 */
public final class Vocabulary {
    /** The token a network reads before the first character where there is no begin mark, if it knows it. */
    private static final int LINE_FEED = '\n';

    private final int[] characters;
    private final boolean marked;
    private final boolean lowercased;

    private Vocabulary(int[] sorted, boolean marked, boolean lowercased) {
        this.characters = sorted;
        this.marked = marked;
        this.lowercased = lowercased;
    }

    /** The vocabulary of a text: its distinct code points. */
    public static Vocabulary of(String text) {
        return new Vocabulary(text.codePoints().distinct().sorted().toArray(), false, false);
    }

    /** The vocabulary of these code points, in any order and with repetitions. */
    public static Vocabulary of(IntStream codePoints) {
        return new Vocabulary(codePoints.distinct().sorted().toArray(), false, false);
    }

    /** The vocabulary of documents made of these code points, each between a begin and an end mark. */
    public static Vocabulary ofDocuments(IntStream codePoints) {
        return new Vocabulary(codePoints.distinct().sorted().toArray(), true, false);
    }

    /**
     * The vocabulary as a manifest describes it.
     *
     * @throws IllegalArgumentException when the characters are not distinct and in ascending order
     */
    @JsonCreator
    static Vocabulary fromManifest(
            @JsonProperty(value = "characters", required = true) String characters,
            @JsonProperty(value = "marks", required = true) boolean marks,
            @JsonProperty("lowercase") @Nullable Boolean lowercase) {
        int[] codePoints = characters.codePoints().toArray();
        for (int i = 1; i < codePoints.length; i++) {
            if (codePoints[i - 1] >= codePoints[i]) {
                throw new IllegalArgumentException("The vocabulary's characters must be distinct and ascending, but "
                        + name(codePoints[i - 1]) + " stands before " + name(codePoints[i]) + ".");
            }
        }
        return new Vocabulary(codePoints, marks, Boolean.TRUE.equals(lowercase));
    }

    /** This vocabulary with lower-case letters only, for which upper-case ones are taken too. */
    public Vocabulary lowercased() {
        int[] lower = Arrays.stream(characters)
                .map(Character::toLowerCase)
                .distinct()
                .sorted()
                .toArray();
        return new Vocabulary(lower, marked, true);
    }

    /** Text in the form in which it is counted, trained on and prompted with: Unicode's NFC. */
    public static String normalize(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** The known characters in the order of their ids, without marks. */
    @JsonProperty("characters")
    public String characters() {
        return new String(characters, 0, characters.length);
    }

    /** Whether documents begin and end with marks. */
    @JsonProperty("marks")
    public boolean marks() {
        return marked;
    }

    /** Whether upper-case letters are taken for lower-case ones. */
    @JsonProperty("lowercase")
    public boolean isLowercased() {
        return lowercased;
    }

    /** Number of ids, marks included: the width of the logits. */
    public int size() {
        return characters.length + (marked ? 2 : 0);
    }

    /** The id of a code point, if it is known. */
    public OptionalInt id(int codePoint) {
        int index = index(codePoint);
        return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /**
     * The code point with this id.
     *
     * @throws IndexOutOfBoundsException when the id is a mark or out of range
     */
    public int codePoint(int id) {
        return characters[id];
    }

    /** Whether the id is a character and no mark. */
    public boolean isCharacter(int id) {
        return id >= 0 && id < characters.length;
    }

    /** The id of the begin mark, if documents have marks. */
    public OptionalInt beginMark() {
        return marked ? OptionalInt.of(characters.length) : OptionalInt.empty();
    }

    /** The id of the end mark, if documents have marks. */
    public OptionalInt endMark() {
        return marked ? OptionalInt.of(characters.length + 1) : OptionalInt.empty();
    }

    /**
     * The id a network reads first, before any character: the begin mark where there is one, otherwise the line feed,
     * otherwise the first character.
     */
    public int start() {
        return beginMark().orElseGet(() -> id(LINE_FEED).orElse(0));
    }

    /**
     * The ids of the text's characters.
     *
     * @throws UnknownCharactersException when the text has characters that are not in the vocabulary; it names them all
     */
    public int[] encode(String text) {
        Set<Integer> unknown = unknown(text);
        if (!unknown.isEmpty()) {
            throw new UnknownCharactersException(unknown);
        }
        return encodeKnown(text);
    }

    /** The ids of those characters of the text that are known; the others are left out. */
    public int[] encodeKnown(String text) {
        return text.codePoints().map(this::index).filter(i -> i >= 0).toArray();
    }

    private int index(int codePoint) {
        return Arrays.binarySearch(characters, lowercased ? Character.toLowerCase(codePoint) : codePoint);
    }

    /** The distinct code points of the text that the vocabulary lacks, in order of appearance. */
    public Set<Integer> unknown(String text) {
        Set<Integer> unknown = new LinkedHashSet<>();
        text.codePoints().filter(c -> id(c).isEmpty()).forEach(unknown::add);
        return unknown;
    }

    /** The text of these ids; marks give nothing. */
    public String decode(int... ids) {
        StringBuilder text = new StringBuilder(ids.length);
        for (int id : ids) {
            if (isCharacter(id)) {
                text.appendCodePoint(characters[id]);
            }
        }
        return text.toString();
    }

    static String names(Collection<Integer> codePoints) {
        return String.join(", ", codePoints.stream().map(Vocabulary::name).toList());
    }

    private static String name(int codePoint) {
        String hex = String.format("U+%04X", codePoint);
        return Character.isISOControl(codePoint) ? hex : "'" + Character.toString(codePoint) + "' (" + hex + ")";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vocabulary that
                && marked == that.marked
                && lowercased == that.lowercased
                && Arrays.equals(characters, that.characters);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(characters) + Boolean.hashCode(marked)) + Boolean.hashCode(lowercased);
    }

    @Override
    public String toString() {
        return "Vocabulary[" + size() + (marked ? " with marks]" : "]");
    }
}
