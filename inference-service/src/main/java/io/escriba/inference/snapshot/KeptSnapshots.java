package io.escriba.inference.snapshot;

import com.google.protobuf.ByteString;
import io.escriba.grpc.v1.Snapshot;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Snapshots of texts within a budget of memory. Where there is no room, the one that was kept first goes: a reader is seconds behind what is
 * written for him, whatever place of the text that is, and several may be at several places of the same text. Thread-safe.
 */
public final class KeptSnapshots {
    /** Of a snapshot besides its state: its text's name, its ids and what is around all that. */
    private static final long OVERHEAD_BYTES = 512;

    private final long budget;
    private final NavigableMap<Place, Snapshot> snapshots = new TreeMap<>();

    /** The places of all snapshots, in the order in which they were kept last. */
    private final Set<Place> ages = new LinkedHashSet<>();

    private long bytes;

    /**
     * None yet.
     *
     * @param budget bytes that they may take, about; 0 keeps none
     */
    public KeptSnapshots(long budget) {
        this.budget = budget;
    }

    /** Where a snapshot stands: in which text, and after how many of its characters. */
    private record Place(ByteString text, long index) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparing(
                        Place::text, ByteString.unsignedLexicographicalComparator())
                .thenComparingLong(Place::index);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** Keeps a snapshot of the text that is known by this name. */
    public synchronized void keep(ByteString text, Snapshot snapshot) {
        Place place = new Place(text, snapshot.getIndex());
        drop(place);
        snapshots.put(place, snapshot);
        ages.add(place);
        bytes += size(snapshot);
        while (bytes > budget) {
            drop(oldest());
        }
    }

    /** The last one of a text that stands for at most so many characters. */
    public synchronized Optional<Snapshot> find(ByteString text, long index) {
        return Optional.ofNullable(snapshots.floorEntry(new Place(text, index)))
                .filter(found -> found.getKey().text().equals(text))
                .map(Map.Entry::getValue);
    }

    private Place oldest() {
        Iterator<Place> places = ages.iterator();
        return places.next();
    }

    private void drop(Place place) {
        Snapshot dropped = snapshots.remove(place);
        if (dropped != null) {
            ages.remove(place);
            bytes -= size(dropped);
        }
    }

    private static long size(Snapshot snapshot) {
        return OVERHEAD_BYTES + snapshot.getSerializedSize();
    }
}
