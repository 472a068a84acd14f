/**
 * One installation's state on disk: where everything is kept, who may use it, and which processes run for it. A command
 * that was given later finds the processes of an earlier one here.
 */
@NullMarked
package io.escriba.local.instance;

import org.jspecify.annotations.NullMarked;
