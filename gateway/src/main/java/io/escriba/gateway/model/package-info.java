/**
 * The models that have been published. What is known of them comes from the topic {@code escriba.models} alone.
 */
@NullMarked
package io.escriba.gateway.model;

import org.jspecify.annotations.NullMarked;
