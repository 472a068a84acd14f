/**
 * Measures how corpora are stored: how fast, beside Kafka's own producer, in how much memory, and how soon they can be seen.
 * Each thing that is measured is a {@link io.escriba.bench.report.Part} of its own.
 */
@NullMarked
package io.escriba.bench.corpora;

import org.jspecify.annotations.NullMarked;
