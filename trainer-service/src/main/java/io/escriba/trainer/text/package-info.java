/**
 * Texts as a network reads them: normalized, encoded, on disk, so that a corpus of any size takes no memory to speak of.
 * Plain Java.
 */
@NullMarked
package io.escriba.trainer.text;

import org.jspecify.annotations.NullMarked;
