package io.escriba.trainer.training;

import io.escriba.model.Metrics;
import io.escriba.trainer.network.NetworkShape;
import io.escriba.trainer.network.Weights;
import io.escriba.trainer.ngram.NgramTables;
import java.util.Optional;

/**
 * What a training gives.
 *
 * @param ngrams what the network is mixed with, if it is
 * @param weights of the moment with the lowest validation loss
 * @param metrics the losses of that moment, and the whole training's steps and time
 */
public record TrainedNetwork(NetworkShape shape, Weights weights, Optional<NgramTables> ngrams, Metrics metrics) {}
