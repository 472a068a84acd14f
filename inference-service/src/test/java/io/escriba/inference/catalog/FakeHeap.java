package io.escriba.inference.catalog;

/** A heap with as much room as the test says. */
final class FakeHeap implements Heap {
    private Room room = new Room(Long.MAX_VALUE, Long.MAX_VALUE);

    void setRoom(long all, long inOnePiece) {
        room = new Room(all, inOnePiece);
    }

    @Override
    public Room room(Room wanted) {
        return room;
    }
}
