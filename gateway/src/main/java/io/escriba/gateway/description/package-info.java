/**
 * The part of the OpenAPI description that is the same everywhere or follows from other code: problems, settings of trainings,
 * what answers always have. The values of the API are described in {@code META-INF/openapi.yaml}, its operations where they are.
 */
@NullMarked
package io.escriba.gateway.description;

import org.jspecify.annotations.NullMarked;
