package io.escriba.model;

/**
 * How a version came out.
 *
 * @param trainingLoss at the end, in nats per character
 * @param validationLoss over the whole held-out part, in nats per character
 * @param steps optimizer steps taken
 * @param seconds of training
 * @param parameters numbers learned
 */
public record Metrics(double trainingLoss, double validationLoss, long steps, double seconds, long parameters) {}
