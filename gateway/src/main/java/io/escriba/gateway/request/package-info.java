/**
 * What a request says: names, flags and JSON fields. Everything that is wrong with it is gathered before any of it is refused.
 */
@NullMarked
package io.escriba.gateway.request;

import org.jspecify.annotations.NullMarked;
