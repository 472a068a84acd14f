/**
 * The networks on DJL's PyTorch engine. Weights leave this package as plain arrays.
 */
@NullMarked
package io.escriba.trainer.network;

import org.jspecify.annotations.NullMarked;
