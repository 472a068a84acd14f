package io.escriba.trainer.dataset;

import io.escriba.trainer.text.EncodedText;
import io.escriba.training.ExampleSpec;
import io.escriba.vocabulary.Vocabulary;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** A text as the ids of its vocabulary. */
final class VocabularyIds {
    private static final int NONE = -1;

    private final EncodedText text;
    private final Vocabulary vocabulary;

    /** The id of each symbol; none for what is no character of a document. */
    private final int[] ids;

    private VocabularyIds(EncodedText text, Vocabulary vocabulary) {
        this.text = text;
        this.vocabulary = vocabulary;
        this.ids = codePoints(text).map(c -> vocabulary.id(c).orElse(NONE)).toArray();
    }

    /** One document of all characters. */
    static VocabularyIds ofText(EncodedText text, ExampleSpec spec) {
        return new VocabularyIds(text, cased(Vocabulary.of(codePoints(text)), spec));
    }

    /** Documents that are separated by these characters, which belong to none of them. */
    static VocabularyIds ofDocuments(EncodedText text, ExampleSpec spec, IntPredicate separator) {
        return new VocabularyIds(
                text, cased(Vocabulary.ofDocuments(codePoints(text).filter(separator.negate())), spec));
    }

    private static Vocabulary cased(Vocabulary vocabulary, ExampleSpec spec) {
        return spec.lowercase() ? vocabulary.lowercased() : vocabulary;
    }

    private static IntStream codePoints(EncodedText text) {
        return IntStream.range(0, text.symbols()).map(text::codePoint);
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    long length() {
        return text.length();
    }

    /** The id of the character at an index, which is no separator. */
    int id(long index) {
        return ids[text.symbol(index)];
    }

    /** Whether documents end at this index, be it at a separator or at an end of the text. */
    boolean isBorder(long index) {
        return index < 0 || index >= text.length() || ids[text.symbol(index)] == NONE;
    }
}
