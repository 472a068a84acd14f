package io.escriba.gateway.generation;

import io.escriba.grpc.v1.GenerationGrpc.GenerationStub;
import io.grpc.stub.ClientResponseObserver;

/**
 * What is asked of the inference service, once or several times until it is answered.
 *
 * @param <Q> the request
 * @param <R> a response
 */
interface InferenceCall<Q, R> {
    /** Asks for what has not come yet, without blocking. */
    void begin(GenerationStub stub, ClientResponseObserver<Q, R> observer);

    /** Takes note of a response and tells whether it is progress: something that need not come again. */
    boolean take(R response);
}
