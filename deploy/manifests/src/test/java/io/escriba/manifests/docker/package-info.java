/**
 * The images, of which a Dockerfile each is read as far as Escriba's go. What one copies is laid out in a directory, and the
 * service started from there as a container would.
 */
@NullMarked
package io.escriba.manifests.docker;

import org.jspecify.annotations.NullMarked;
