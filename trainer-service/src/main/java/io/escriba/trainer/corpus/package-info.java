/**
 * What the log says about corpora: records, statistics, triggers and the text of a dataset. The log is the truth; everything here can be computed again from it.
 */
@NullMarked
package io.escriba.trainer.corpus;

import org.jspecify.annotations.NullMarked;
