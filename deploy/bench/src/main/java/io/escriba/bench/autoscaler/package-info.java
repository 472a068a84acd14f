/**
 * Decides how many replicas there should be, as Kubernetes and KEDA do: the rule of the horizontal pod autoscaler, without a
 * cluster, and what a {@code ScaledObject} tells it. The rule knows no clock; whoever uses it says what time it is.
 */
@NullMarked
package io.escriba.bench.autoscaler;

import org.jspecify.annotations.NullMarked;
