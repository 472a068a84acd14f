package io.escriba.trainer.text;

import io.escriba.vocabulary.Vocabulary;

/** Short texts for tests, in memory. */
public final class Texts {
    private Texts() {}

    /** The text, brought into NFC. */
    public static EncodedText of(String text) {
        String normalized = Vocabulary.normalize(text);
        Vocabulary vocabulary = Vocabulary.of(normalized);
        int[] ids = vocabulary.encode(normalized);
        return new EncodedText() {
            @Override
            public long length() {
                return ids.length;
            }

            @Override
            public int symbol(long index) {
                return ids[Math.toIntExact(index)];
            }

            @Override
            public int symbols() {
                return vocabulary.size();
            }

            @Override
            public int codePoint(int symbol) {
                return vocabulary.codePoint(symbol);
            }
        };
    }

    /** All of a text. */
    public static String string(EncodedText text) {
        StringBuilder string = new StringBuilder();
        for (long i = 0; i < text.length(); i++) {
            string.appendCodePoint(text.codePoint(text.symbol(i)));
        }
        return string.toString();
    }
}
