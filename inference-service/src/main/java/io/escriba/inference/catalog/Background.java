package io.escriba.inference.catalog;

import java.time.Duration;

/** Does work one piece at a time, in the order in which it falls due, while the caller goes on. */
interface Background {
    /** Does this as soon as the work before it is done. */
    void run(Runnable work);

    /** Does this after a while. */
    void runAfter(Duration delay, Runnable work);
}
