/**
 * The models this process knows of, from their announcement to the end of their last stream. New versions are loaded in
 * the background and take over between two requests.
 */
@NullMarked
package io.escriba.inference.catalog;

import org.jspecify.annotations.NullMarked;
