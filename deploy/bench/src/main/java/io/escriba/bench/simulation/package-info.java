/**
 * Simulates many readers, event by event: inference pods that write their texts at the speed that was measured, and come and go by
 * the autoscaler's rule; trainings that wait in Kafka's partitions; and what it takes beside. Whoever uses it gives the chance.
 */
@NullMarked
package io.escriba.bench.simulation;

import org.jspecify.annotations.NullMarked;
