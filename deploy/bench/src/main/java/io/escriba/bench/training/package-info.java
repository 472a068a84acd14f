/**
 * Measures training: how fast, beside a bare loop on the same engine, how good in how much time, and in how much memory.
 * Everything runs in one process, without Kafka.
 */
@NullMarked
package io.escriba.bench.training;

import org.jspecify.annotations.NullMarked;
