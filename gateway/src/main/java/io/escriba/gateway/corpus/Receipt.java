package io.escriba.gateway.corpus;

import io.escriba.name.Name;
import java.util.Optional;

/**
 * What was stored of an upload.
 *
 * @param name of the corpus
 * @param characters code points
 * @param bytes of their UTF-8 form, without a byte order mark
 * @param sha256 of these bytes, in hexadecimal
 * @param partition of the topic {@code escriba.corpus}
 * @param firstOffset of the first record of text
 * @param lastOffset of the last record, which is the seal where there is one
 * @param sealed whether the text is complete
 * @param job that trains a model on it, if one was asked for
 */
public record Receipt(
        Name name,
        long characters,
        long bytes,
        String sha256,
        int partition,
        long firstOffset,
        long lastOffset,
        boolean sealed,
        Optional<String> job) {}
