package io.escriba.gateway.security.log;

/** Text that users may have written, as it can stand within one line of a log. */
final class LogText {
    private LogText() {}

    /**
     * The text with an escape of Java's in place of each character that would begin a new line, steer a terminal or turn
     * the direction of what follows. Whoever escapes twice gets the same.
     */
    static String escaped(String text) {
        int first = 0;
        while (first < text.length() && !isTreacherous(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            append(escaped, text.charAt(i));
        }
        return escaped.toString();
    }

    private static void append(StringBuilder escaped, char character) {
        if (!isTreacherous(character)) {
            escaped.append(character);
        } else if (character == '\n') {
            escaped.append("\\n");
        } else if (character == '\r') {
            escaped.append("\\r");
        } else {
            escaped.append(String.format("\\u%04x", (int) character));
        }
    }

    /** All such characters lie in the Basic Multilingual Plane, so halves of surrogate pairs need no thought. */
    private static boolean isTreacherous(char character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> character != '\t';
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            // Marks that turn the direction of text: what is read is then not what is there.
            case Character.FORMAT -> isBidirectional(character);
            default -> false;
        };
    }

    private static boolean isBidirectional(char character) {
        return character == '\u061C'
                || character == '\u200E'
                || character == '\u200F'
                || (character >= '\u202A' && character <= '\u202E')
                || (character >= '\u2066' && character <= '\u2069');
    }
}
