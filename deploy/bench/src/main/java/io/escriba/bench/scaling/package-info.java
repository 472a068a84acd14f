/**
 * Shows inference processes that come and go with the load, by the {@code ScaledObject} of production: its queries are asked of a
 * Prometheus, and the autoscaler's rule is applied to the answers. Readers read through the gateway all the while.
 */
@NullMarked
package io.escriba.bench.scaling;

import org.jspecify.annotations.NullMarked;
