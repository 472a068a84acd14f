/**
 * The training loop: batch, loss, step, evaluate, keep the best. It reports to a listener and knows nothing of Kafka.
 */
@NullMarked
package io.escriba.trainer.training;

import org.jspecify.annotations.NullMarked;
