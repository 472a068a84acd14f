package io.escriba.trainer.corpus;

import java.time.Duration;

/**
 * When the text of plain producers is trained on, which never say that they have finished.
 *
 * @param quietPeriod time without a new record
 * @param growth of the text since the last training, as a fraction
 */
public record TriggerRule(Duration quietPeriod, double growth) {}
