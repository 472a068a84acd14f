package io.escriba.gateway.corpus;

import io.escriba.corpus.Corpus;
import io.escriba.corpus.Corpus.Landmark;
import io.escriba.corpus.Dataset;
import io.escriba.gateway.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Takes excerpts from random places of datasets. A place depends on nothing but the dataset and a seed, also when the corpus has
 * grown since, and is near a landmark, so that little must be read to come there. Thread-safe.
 */
public final class RandomExcerpts {
    /** Characters after a landmark among which a place is chosen: those up to the next one, in corpora of up to 64 Mi. */
    private static final long REACH = 1 << 20;

    /** Bytes of other corpora that are read to come to a place. Where there are more, a place before them is taken. */
    private static final long MOST_FOREIGN = 64L << 20;

    private final CorpusCatalog catalog;
    private final CorpusText texts;

    RandomExcerpts(CorpusCatalog catalog, CorpusText texts) {
        this.catalog = catalog;
        this.texts = texts;
    }

    /**
     * An excerpt that begins where a line does, or a word if no line begins nearby.
     *
     * @param characters at most; there are at least half as many, unless the dataset has fewer
     * @return where it stands in the corpus, too
     * @throws ProblemException (410) when the corpus was deleted or is no longer kept, (429) when too many excerpts are
     *     being read, (503) when it cannot be read now
     */
    public Excerpt draw(Dataset dataset, long seed, int characters) {
        Corpus corpus = catalog.find(dataset.corpus())
                .filter(known ->
                        known.partition() == dataset.partition() && known.firstOffset() == dataset.startOffset())
                .orElseThrow(() -> ProblemException.gone("The corpus '" + dataset.corpus() + "' was deleted."));
        SplittableRandom random = new SplittableRandom(seed);
        Stretch stretch = choose(stretches(corpus, dataset), random);
        long chosen = random.nextLong(Math.min(stretch.weight(), REACH));
        int nearby = characters / 2;
        long place = place(chosen, stretch.length(), characters);
        Cutter cutter = read(dataset, stretch, place, characters + nearby);
        long before = place(chosen, cutter.wantsMore() ? cutter.seen() : Long.MAX_VALUE, characters);
        if (cutter.wantsMore() && before != place) {
            place = before;
            cutter = read(dataset, stretch, place, characters + nearby);
        }
        long from = stretch.begin().character() + place;
        int[] window = cutter.text().codePoints().toArray();
        int begin = from == 0 ? 0 : begin(window, nearby);
        int length = Math.min(characters, window.length - begin);
        return new Excerpt(corpus.name(), from + begin, length, corpus.characters(), new String(window, begin, length));
    }

    /**
     * A part of a dataset.
     *
     * @param weight how likely it is chosen
     * @param length its characters, as far as that is known and matters
     */
    private record Stretch(Landmark begin, long weight, long length) {}

    /** The stretches between landmarks. What lies behind the last one is as long as the one before it, as far as is known. */
    private static List<Stretch> stretches(Corpus corpus, Dataset dataset) {
        List<Landmark> begins = Stream.concat(
                        Stream.of(new Landmark(dataset.startOffset(), 0)),
                        corpus.landmarks().stream().filter(landmark -> landmark.offset() < dataset.endOffset()))
                .toList();
        List<Stretch> stretches = new ArrayList<>();
        long weight = REACH;
        for (int i = 0; i + 1 < begins.size(); i++) {
            weight = begins.get(i + 1).character() - begins.get(i).character();
            stretches.add(new Stretch(begins.get(i), weight, Long.MAX_VALUE));
        }
        Landmark last = begins.get(begins.size() - 1);
        boolean hasGrown = corpus.lastOffset() >= dataset.endOffset();
        stretches.add(new Stretch(last, weight, hasGrown ? Long.MAX_VALUE : corpus.characters() - last.character()));
        return stretches;
    }

    private static Stretch choose(List<Stretch> stretches, SplittableRandom random) {
        long left =
                random.nextLong(stretches.stream().mapToLong(Stretch::weight).sum());
        int index = 0;
        while (left >= stretches.get(index).weight()) {
            left -= stretches.get(index).weight();
            index++;
        }
        return stretches.get(index);
    }

    /** A place in a text of some length that leaves room for an excerpt. */
    private static long place(long chosen, long length, int characters) {
        return length == Long.MAX_VALUE ? chosen : chosen % Math.max(1, length - characters + 1);
    }

    private Cutter read(Dataset dataset, Stretch stretch, long place, int characters) {
        Cutter cutter = new Cutter(place, characters, MOST_FOREIGN);
        texts.read(
                new Dataset(
                        dataset.topic(),
                        dataset.partition(),
                        stretch.begin().offset(),
                        dataset.endOffset(),
                        dataset.corpus()),
                cutter);
        return cutter;
    }

    /** Where the first line begins that does so after the first character and nearby; if none does, the first word; or 0. */
    private static int begin(int[] window, int nearby) {
        int word = 0;
        for (int i = 1; i <= nearby && i < window.length; i++) {
            if (Character.isWhitespace(window[i])) {
                continue;
            }
            if (window[i - 1] == '\n') {
                return i;
            }
            if (word == 0 && Character.isWhitespace(window[i - 1])) {
                word = i;
            }
        }
        return word;
    }
}
