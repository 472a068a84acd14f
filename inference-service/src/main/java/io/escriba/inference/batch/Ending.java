package io.escriba.inference.batch;

/** Why a text is complete. */
public enum Ending {
    /** It has as many characters as were asked for. */
    LENGTH,
    /** The model wrote its end mark. */
    END_MARK,
    /** The model wrote one of the order's stop strings. */
    STOP_STRING
}
