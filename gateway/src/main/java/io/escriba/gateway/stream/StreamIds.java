package io.escriba.gateway.stream;

import io.escriba.json.Json;
import io.escriba.log.LogSubject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Packs the whole request of a stream into its id and unpacks it again, so that no server must remember a stream.
 * An id is the base64url (RFC 4648, section 5, without padding) of an HMAC-SHA256 (RFC 2104) cut to 16 bytes, and of the
 * request's JSON, compressed (RFC 1951). Anyone can read an id; only who has the key can make one. Thread-safe.
 */
final class StreamIds {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAC_BYTES = 16;

    /** Half of the code, so that nobody could make an id of what is in a log. */
    private static final int LOGGED = 11;

    private final SecretKeySpec key;

    StreamIds(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** What the log knows a stream as: the beginning of its id, with which nobody can read it. */
    static LogSubject subject(String id) {
        return LogSubject.stream(id.substring(0, Math.min(LOGGED, id.length())));
    }

    /** The id of the stream to which this is the ticket. */
    String encode(Ticket ticket) {
        byte[] packed = deflate(Json.bytes(ticket));
        byte[] id = Arrays.copyOf(mac(packed), MAC_BYTES + packed.length);
        System.arraycopy(packed, 0, id, MAC_BYTES, packed.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    /** The ticket that an id carries; empty when no gateway with this key has made the id. */
    Optional<Ticket> decode(String id) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(id);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length <= MAC_BYTES) {
            return Optional.empty();
        }
        byte[] mac = Arrays.copyOf(bytes, MAC_BYTES);
        byte[] packed = Arrays.copyOfRange(bytes, MAC_BYTES, bytes.length);
        // The decoder accepts several spellings of some ids; only the one that was given out is an id.
        if (!MessageDigest.isEqual(mac, Arrays.copyOf(mac(packed), MAC_BYTES))
                || !Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(bytes)
                        .equals(id)) {
            return Optional.empty();
        }
        return Optional.of(Json.read(inflate(packed), Ticket.class));
    }

    private byte[] mac(byte[] packed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(packed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM + ".", e);
        }
    }

    private static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory cannot be written to.", e);
        } finally {
            deflater.end();
        }
        return packed.toByteArray();
    }

    /** Safe from small inputs that grow without end: it is given only what {@link #deflate} made. */
    private static byte[] inflate(byte[] packed) {
        Inflater inflater = new Inflater(true);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InflaterOutputStream out = new InflaterOutputStream(bytes, inflater)) {
            out.write(packed);
        } catch (IOException e) {
            throw new UncheckedIOException("An authentic id cannot be unpacked.", e);
        } finally {
            inflater.end();
        }
        return bytes.toByteArray();
    }
}
