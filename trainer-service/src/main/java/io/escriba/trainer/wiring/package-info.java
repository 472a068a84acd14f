/**
 * Puts the trainer together: configuration, the order of starting and stopping, health. The only package that knows
 * CDI.
 */
@NullMarked
package io.escriba.trainer.wiring;

import org.jspecify.annotations.NullMarked;
