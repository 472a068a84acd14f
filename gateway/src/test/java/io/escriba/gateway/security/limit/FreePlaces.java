package io.escriba.gateway.security.limit;

/** Makes places for the tests of other packages. */
public final class FreePlaces {
    private FreePlaces() {}

    /** Places for so many streams, which nobody misses. */
    public static Places of(int streams) {
        return new Places(streams, streams, free -> {});
    }
}
