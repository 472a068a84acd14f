package io.escriba.inference.batch;

/** Is told what streams do. Called for every character, by the threads of all models. */
public interface StreamMetrics {
    /** A model took so many streams one character further in one call. */
    void step(int rows);

    /** A stream has got another character, sent or skipped. */
    void generated();

    /** A stream's first character was sent, so long after the stream was asked for. */
    void firstCharacter(long nanos);

    /** A further character was sent, so long after the one before; the time in which its reader took none is left out. */
    void nextCharacter(long nanos);

    /** A stream ended. */
    void ended(Outcome outcome);
}
