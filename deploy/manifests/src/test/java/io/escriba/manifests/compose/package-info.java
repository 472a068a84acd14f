/** The composition of containers on one machine, checked against the images and the services. */
@NullMarked
package io.escriba.manifests.compose;

import org.jspecify.annotations.NullMarked;
