package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How weights follow their gradients. */
public enum Optimizer {
    /** Adam (Kingma and Ba 2015); weight decay is added to the gradient. */
    @JsonProperty("adam")
    ADAM,
    /** Adam with decoupled weight decay (Loshchilov and Hutter 2019). */
    @JsonProperty("adamw")
    ADAMW,
    /** RMSprop (Tieleman and Hinton 2012), with a decay of 0.9 and no momentum. */
    @JsonProperty("rmsprop")
    RMSPROP,
    /** Stochastic gradient descent without momentum. */
    @JsonProperty("sgd")
    SGD
}
