/**
 * What lines of a log are about, so that all lines of one text or one job can be found, in whatever service they are. A log as JSON
 * has it in {@code mdc}.
 */
@NullMarked
package io.escriba.log;

import org.jspecify.annotations.NullMarked;
