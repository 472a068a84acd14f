package io.escriba.inference.catalog;

import java.util.Locale;

/** How an attempt to load a version ended, or what it came to later. */
enum LoadOutcome {
    /** It can be served. */
    LOADED,
    /** It is damaged, or not what its manifest says: it is not tried again. */
    REFUSED,
    /** The store is away: it is tried again. */
    STORE_AWAY,
    /** Memory is short: it is tried again. */
    NO_MEMORY,
    /** It was loaded, and an error ended it later: it is loaded again. */
    BROKEN;

    /** Its name in metrics. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
