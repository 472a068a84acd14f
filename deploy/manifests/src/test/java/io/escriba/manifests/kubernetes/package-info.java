/**
 * What is applied to Kubernetes: rendered by {@code kubectl}, read strictly as Kubernetes reads it, and checked against the
 * images and the services.
 */
@NullMarked
package io.escriba.manifests.kubernetes;

import org.jspecify.annotations.NullMarked;
