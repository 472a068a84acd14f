package io.escriba.gateway.problem;

/**
 * One thing that is wrong with a request.
 *
 * @param field where it is: the name of a JSON field or of a query parameter
 * @param message what was found and what to write instead, as a sentence that names the field
 */
public record Fault(String field, String message) {}
