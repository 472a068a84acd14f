/**
 * Readers of texts over HTTP, as browsers read them: each checks that every character comes once and in its place. One thread
 * has them all, because they share the processors with what is measured.
 */
@NullMarked
package io.escriba.bench.reader;

import org.jspecify.annotations.NullMarked;
