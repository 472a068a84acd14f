package io.escriba.inference.catalog;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/** The heap of this process. */
final class JvmHeap implements Heap {
    /** What is left to the texts that are written meanwhile: one part in so many. */
    private static final int RESERVE = 10;

    /** Garbage is collected only where there seems to be no room. */
    @Override
    public Room room(Room wanted) {
        Room room = room();
        if (!room.holds(wanted)) {
            System.gc();
            room = room();
        }
        return room;
    }

    private static Room room() {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        long all = Math.max(0, runtime.maxMemory() - used - runtime.maxMemory() / RESERVE);
        // A collector with generations of fixed sizes can put an array into none that is larger than the largest of
        // them.
        long piece = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getUsage)
                .filter(usage -> usage.getMax() > 0)
                .mapToLong(JvmHeap::free)
                .max()
                .orElse(all);
        return new Room(all, Math.min(all, piece));
    }

    private static long free(MemoryUsage pool) {
        return pool.getMax() - pool.getUsed();
    }
}
