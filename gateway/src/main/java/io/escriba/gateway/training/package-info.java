/**
 * How trainings go. Jobs and their events come from two topics, and each job can be followed from its beginning.
 */
@NullMarked
package io.escriba.gateway.training;

import org.jspecify.annotations.NullMarked;
