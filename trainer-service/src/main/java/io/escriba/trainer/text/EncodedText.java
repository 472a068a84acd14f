package io.escriba.trainer.text;

/** A text in NFC whose characters are numbered: each distinct code point is a symbol. Thread-safe. */
public interface EncodedText {
    /** Characters, which are code points. */
    long length();

    /**
     * The symbol of the character at an index, from 0.
     *
     * @throws IndexOutOfBoundsException when there is no such character
     */
    int symbol(long index);

    /** Number of distinct code points. */
    int symbols();

    /** The code point that a symbol stands for. */
    int codePoint(int symbol);
}
