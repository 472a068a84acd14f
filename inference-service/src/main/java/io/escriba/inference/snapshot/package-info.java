/**
 * Keeps snapshots of texts, whoever writes them, so that a reader who comes back through another gateway need not wait until all that
 * he has read is written again.
 */
@NullMarked
package io.escriba.inference.snapshot;

import org.jspecify.annotations.NullMarked;
