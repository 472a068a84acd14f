/**
 * Texts that the inference service writes. A text is pinned by its request, so it can be left and taken up again at any character.
 */
@NullMarked
package io.escriba.gateway.generation;

import org.jspecify.annotations.NullMarked;
