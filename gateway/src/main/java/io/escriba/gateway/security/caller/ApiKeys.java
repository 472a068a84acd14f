package io.escriba.gateway.security.caller;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The keys that are valid at the same time. Several may have one name, so that a new one can replace an old one. */
final class ApiKeys {
    private final List<ApiKey> keys;

    private ApiKeys(List<ApiKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * One key as it was written.
     *
     * @param place where it was written, as a message tells it
     */
    record Entry(String place, String text) {}

    /**
     * Reads all keys.
     *
     * @throws IllegalArgumentException with everything that is wrong with them; the message shows none
     */
    static ApiKeys of(List<Entry> entries) {
        List<ApiKey> keys = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Map<String, Caller> owners = new TreeMap<>();
        for (Entry entry : entries) {
            try {
                ApiKey key = ApiKey.parse(entry.text());
                Caller other = owners.putIfAbsent(HexFormat.of().formatHex(key.digest()), key.owner());
                if (other != null && !other.equals(key.owner())) {
                    problems.add(entry.place() + " ('" + key.owner().name() + "') has the key of '" + other.name()
                            + "'. Give each name keys of its own.");
                }
                keys.add(key);
            } catch (IllegalArgumentException e) {
                problems.add(entry.place() + " " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        return new ApiKeys(keys);
    }

    /** Whose key this is. The time that it takes to tell depends on the number of keys only, not on what they are. */
    Optional<Caller> owner(String key) {
        byte[] digest = ApiKey.digestOf(key);
        Optional<Caller> owner = Optional.empty();
        for (ApiKey known : keys) {
            if (MessageDigest.isEqual(known.digest(), digest)) {
                owner = Optional.of(known.owner());
            }
        }
        return owner;
    }

    /** Whether this caller has a key. */
    boolean know(Caller caller) {
        return keys.stream().anyMatch(key -> key.owner().equals(caller));
    }

    /** The names of all keys, in alphabetical order. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        keys.forEach(key -> names.add(key.owner().name()));
        return names;
    }
}
