package io.escriba.corpus;

import io.escriba.name.Name;

/**
 * The text of one corpus in one range of the log. Reading it gives the same text every time.
 *
 * @param topic of the text records
 * @param partition of the topic
 * @param startOffset of the first record that may belong to it
 * @param endOffset of the first record after it
 * @param corpus the key of its records
 */
public record Dataset(String topic, int partition, long startOffset, long endOffset, Name corpus) {
    public Dataset {
        if (startOffset < 0 || endOffset < startOffset) {
            throw new IllegalArgumentException("A dataset ends at or after its start, but this one goes from offset "
                    + startOffset + " to " + endOffset + ".");
        }
    }

    @Override
    public String toString() {
        return "'" + corpus + "' in " + topic + "-" + partition + " from offset " + startOffset + " to " + endOffset;
    }
}
