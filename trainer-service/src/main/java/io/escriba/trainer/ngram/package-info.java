/** Counts how often characters follow others, and predicts from these counts. Needs no engine. */
@NullMarked
package io.escriba.trainer.ngram;

import org.jspecify.annotations.NullMarked;
