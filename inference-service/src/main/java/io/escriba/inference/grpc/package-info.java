/**
 * The gRPC service {@code escriba.v1.Generation}. Requests become orders for a model, characters become messages, and
 * exceptions become statuses.
 */
@NullMarked
package io.escriba.inference.grpc;

import org.jspecify.annotations.NullMarked;
