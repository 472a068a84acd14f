/**
 * Texts to measure with that no file is needed for. The same seed makes the same text.
 */
@NullMarked
package io.escriba.bench.text;

import org.jspecify.annotations.NullMarked;
