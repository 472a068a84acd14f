/**
 * What runs here. It tells people what they need to reach the rest of Escriba.
 */
@NullMarked
package io.escriba.gateway.about;

import org.jspecify.annotations.NullMarked;
