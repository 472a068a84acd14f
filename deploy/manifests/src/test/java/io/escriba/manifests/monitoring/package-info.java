/**
 * What Prometheus and Grafana are given: alerts and a dashboard, tried with Prometheus's own tool, and compared with what the
 * services measure.
 */
@NullMarked
package io.escriba.manifests.monitoring;

import org.jspecify.annotations.NullMarked;
