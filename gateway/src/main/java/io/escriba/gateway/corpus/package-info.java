/**
 * Texts go in here: an upload becomes one transaction in the topic {@code escriba.corpus}. What is known of the corpora comes from the topic {@code escriba.corpora}, and parts of them are read back.
 */
@NullMarked
package io.escriba.gateway.corpus;

import org.jspecify.annotations.NullMarked;
