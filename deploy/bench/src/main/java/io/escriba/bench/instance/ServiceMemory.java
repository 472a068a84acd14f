package io.escriba.bench.instance;

import java.util.List;

/**
 * Memory of a service in bytes.
 *
 * @param heap of the objects that are alive
 * @param resident of the whole process; the same heap is always in it where the service has {@link #FIXED_HEAP}
 */
public record ServiceMemory(long heap, long resident) {
    /** Arguments of Java with which all of the heap is resident from the start, so that what grows is something else. */
    public static final List<String> FIXED_HEAP = List.of("-Xms512m", "-XX:+AlwaysPreTouch");

    /** What has come to it since. */
    public ServiceMemory since(ServiceMemory before) {
        return new ServiceMemory(heap - before.heap, resident - before.resident);
    }
}
