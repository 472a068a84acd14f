/**
 * What may stand in a log. Everything that users send can get there, so no line of it may be theirs.
 */
@NullMarked
package io.escriba.gateway.security.log;

import org.jspecify.annotations.NullMarked;
