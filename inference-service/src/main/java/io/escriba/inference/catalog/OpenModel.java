package io.escriba.inference.catalog;

import io.escriba.inference.batch.RunningModel;
import io.escriba.inference.precision.Computation;

/**
 * A version that has been opened.
 *
 * @param computation how it is computed
 */
record OpenModel(RunningModel running, Computation computation) {}
