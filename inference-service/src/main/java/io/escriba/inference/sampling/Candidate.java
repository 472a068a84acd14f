package io.escriba.inference.sampling;

/**
 * A character that could come next.
 *
 * @param character one code point; empty for the end mark
 * @param logProbability in nats, at most 0
 */
public record Candidate(String character, double logProbability) {}
