package io.escriba.bench.load;

import io.grpc.Status;

/** Hears of one stream. What it does is done by the thread of the connection, on which all others wait meanwhile. */
public interface StreamListener {
    /** So many characters have arrived, in one message. */
    void characters(int count);

    /** Nothing more comes. */
    void ended(Status status);
}
