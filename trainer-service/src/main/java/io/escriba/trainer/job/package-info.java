/**
 * Takes training jobs from Kafka, runs them and publishes what comes out. A job is done when its last event, its model and its offset are committed in one transaction.
 */
@NullMarked
package io.escriba.trainer.job;

import org.jspecify.annotations.NullMarked;
