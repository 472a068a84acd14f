/**
 * What is said about training: specs, jobs and progress events. A spec is flat JSON whose unknown fields are refused by name.
 */
@NullMarked
package io.escriba.training;

import org.jspecify.annotations.NullMarked;
