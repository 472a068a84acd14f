package io.escriba.store;

import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether a process waits for its model store. Each reason is logged once, however often the store is tried, and once that it is
 * back. Thread-safe.
 */
public final class StoreAvailability {
    private static final System.Logger LOG = System.getLogger(StoreAvailability.class.getName());

    private final String consequence;
    private final Set<String> told = new HashSet<>();

    /**
     * As long as nobody has tried, nobody waits.
     *
     * @param consequence what happens while the store is away, in a sentence for the log
     */
    public StoreAvailability(String consequence) {
        this.consequence = consequence;
    }

    /** The store could not be used, and will be tried again. */
    public synchronized void away(StoreAwayException why) {
        boolean isNews = told.add(String.valueOf(why.getMessage()));
        LOG.log(isNews ? Level.WARNING : Level.DEBUG, why.getMessage() + " " + consequence);
    }

    /** The store could be used. */
    public synchronized void usable() {
        if (isAway()) {
            LOG.log(Level.INFO, "The model store can be used again.");
        }
        told.clear();
    }

    /** Nobody waits any more, whatever has become of the store. */
    public synchronized void left() {
        told.clear();
    }

    /** Whether somebody waits for it. */
    public synchronized boolean isAway() {
        return !told.isEmpty();
    }
}
