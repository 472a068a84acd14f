/**
 * From a text to the examples a network learns from. Plain Java: windows, lines, splits and batches of character ids.
 */
@NullMarked
package io.escriba.trainer.dataset;

import org.jspecify.annotations.NullMarked;
