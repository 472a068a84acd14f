package io.escriba.inference.catalog;

import io.escriba.model.PublishedModel;
import java.util.Locale;

/**
 * Room for a version that is about to be read. A version for which the heap has none must not be read at all:
 * {@code -XX:+ExitOnOutOfMemoryError} ends the process before anybody could say why, and the next one reads the same.
 */
@FunctionalInterface
interface Heap {
    /**
     * Looks how much room there is.
     *
     * @param wanted what would suffice; more effort is made where it seems not to be there
     */
    Room room(Room wanted);

    /**
     * Bytes of a heap.
     *
     * @param all in as many pieces as one likes
     * @param inOnePiece of them
     */
    record Room(long all, long inOnePiece) {
        boolean holds(Room other) {
            return all >= other.all && inOnePiece >= other.inOnePiece;
        }

        @Override
        public String toString() {
            return mebibytes(all) + ", " + mebibytes(inOnePiece) + " of it in one piece";
        }

        private static String mebibytes(long bytes) {
            return String.format(Locale.ROOT, "%.1f MiB", bytes / (1024.0 * 1024));
        }
    }

    /**
     * Makes sure that there is room.
     *
     * @param bytes that reading and opening the version takes at the most
     * @throws NoHeapException when there is none
     */
    default void require(PublishedModel version, long bytes) throws NoHeapException {
        Room wanted = new Room(bytes, version.size());
        Room found = room(wanted);
        if (!found.holds(wanted)) {
            throw new NoHeapException(version, wanted, found);
        }
    }
}
