/** A real browser and its connection, for the tests of the page here and of other modules. They need Debian's {@code chromium}. */
@NullMarked
package io.escriba.gateway.browser;

import org.jspecify.annotations.NullMarked;
