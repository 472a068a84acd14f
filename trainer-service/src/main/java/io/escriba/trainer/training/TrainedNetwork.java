package io.escriba.trainer.training;

import io.escriba.model.Metrics;
import io.escriba.trainer.network.NetworkShape;
import io.escriba.trainer.network.Weights;

/**
 * What a training gives.
 *
 * @param weights of the moment with the lowest validation loss
 * @param metrics the losses of that moment, and the whole training's steps and time
 */
public record TrainedNetwork(NetworkShape shape, Weights weights, Metrics metrics) {}
