/**
 * Escriba as its users meet it: the scripts, the processes they start, HTTP and a browser. Nothing here knows the code of
 * a service.
 */
@NullMarked
package io.escriba.e2e;

import org.jspecify.annotations.NullMarked;
