package io.escriba.gateway.corpus;

import io.escriba.corpus.Corpus;
import io.escriba.corpus.Dataset;
import io.escriba.gateway.problem.Fault;
import io.escriba.gateway.problem.ProblemException;
import io.escriba.name.Name;
import java.util.List;

/**
 * A part of a corpus. Characters are code points as they were published, without normalization.
 *
 * @param from index of its first character in the corpus, from 0
 * @param characters how many it has
 * @param total how many the corpus has
 */
public record Excerpt(Name name, long from, long characters, long total, String text) {
    /**
     * Cuts an excerpt out of a corpus.
     *
     * @param characters how many are wanted; at the corpus's end there are fewer
     * @throws ProblemException (400) when it begins beyond the corpus's end, (410, 503) as {@link CorpusText#read}
     */
    static Excerpt cut(Corpus corpus, long from, int characters, CorpusText texts) {
        if (from > corpus.characters()) {
            throw ProblemException.badRequest(List.of(new Fault(
                    "from",
                    "from is " + from + ", but '" + corpus.name() + "' has " + corpus.characters()
                            + " characters; use at most that.")));
        }
        Corpus.Landmark begin = corpus.before(from);
        Cutter cutter = new Cutter(from - begin.character(), Math.min(characters, corpus.characters() - from));
        if (cutter.wantsMore()) {
            Dataset all = corpus.dataset();
            texts.read(
                    new Dataset(all.topic(), all.partition(), begin.offset(), all.endOffset(), all.corpus()), cutter);
        }
        return new Excerpt(corpus.name(), from, cutter.taken(), corpus.characters(), cutter.text());
    }
}
