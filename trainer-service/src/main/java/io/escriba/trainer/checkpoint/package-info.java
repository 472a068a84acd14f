/**
 * Files of named tensors, in which a training leaves what it needs to go on, and a model its weights for those that begin
 * with them. Plain Java.
 */
@NullMarked
package io.escriba.trainer.checkpoint;

import org.jspecify.annotations.NullMarked;
