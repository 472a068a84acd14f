package io.escriba.bench.reader;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * One event of a stream of characters (HTML Living Standard, section 9.2.6), of one line of data. Reading one must cost little:
 * the readers share the processors with what is measured.
 *
 * @param name of its kind; empty when there is none
 * @param id index of the character after it, with or without the mark that the text is over; -1 when there is none
 * @param data its JSON; empty for a comment
 */
public record StreamEvent(String name, long id, String data) {
    private static final String ID = "id: ";
    private static final String OVER = "e";
    private static final String NAME = "event: ";
    private static final String DATA = "data: ";
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Reads an event.
     *
     * @param block what stands between two empty lines
     */
    static StreamEvent parse(String block) {
        String name = "";
        long id = -1;
        String data = "";
        for (int begin = 0; begin < block.length(); ) {
            int feed = block.indexOf('\n', begin);
            int end = feed < 0 ? block.length() : feed;
            if (block.startsWith(DATA, begin)) {
                data = block.substring(begin + DATA.length(), end);
            } else if (block.startsWith(ID, begin)) {
                int mark = block.startsWith(OVER, end - OVER.length()) ? OVER.length() : 0;
                id = Long.parseLong(block, begin + ID.length(), end - mark, 10);
            } else if (block.startsWith(NAME, begin)) {
                name = block.substring(begin + NAME.length(), end);
            }
            begin = end + 1;
        }
        return new StreamEvent(name, id, data);
    }

    /** Whether it has characters. */
    public boolean isText() {
        return name.equals("text");
    }

    /** Whether the text is complete with it. */
    public boolean isEnd() {
        return name.equals("end");
    }

    /** The characters, of an event that has some. */
    public Characters characters() {
        long index = -1;
        String text = "";
        try (JsonParser json = JSON.createParser(data)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                if (field.equals("index")) {
                    index = json.getLongValue();
                } else if (field.equals("text")) {
                    text = json.getText();
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("'" + data + "' is not the JSON of an event: " + e.getMessage(), e);
        }
        return new Characters(index, text);
    }

    /**
     * Which characters have come.
     *
     * @param index of the first; -1 when there is none
     */
    public record Characters(long index, String text) {
        /** How many code points. */
        public int count() {
            return text.codePointCount(0, text.length());
        }
    }
}
