/**
 * Measures training: how fast, beside a bare loop on the same engine, how good in how much time, in how much memory, and what a
 * whole job takes. All but the last runs in one process, without Kafka.
 */
@NullMarked
package io.escriba.bench.training;

import org.jspecify.annotations.NullMarked;
