package io.escriba.training;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What one document of a corpus is. */
public enum Documents {
    /** The whole corpus is one text. */
    @JsonProperty("text")
    TEXT,
    /** Each line is a document of its own, between a begin and an end mark; line ends and empty lines are dropped. */
    @JsonProperty("lines")
    LINES
}
