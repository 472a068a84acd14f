package io.escriba.trainer.job;

import io.escriba.corpus.Dataset;
import io.escriba.trainer.text.EncodedText;
import java.io.IOException;

/** Where the text of a dataset comes from. */
@FunctionalInterface
interface TextSource {
    /** The text in NFC: the same every time. */
    EncodedText open(Dataset dataset) throws IOException;
}
