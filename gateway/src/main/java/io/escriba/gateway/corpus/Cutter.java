package io.escriba.gateway.corpus;

import java.nio.charset.StandardCharsets;

/** Passes over some characters and keeps those that follow. */
final class Cutter implements CorpusText.Taker {
    private final StringBuilder text = new StringBuilder();
    private final long passed;
    private final long wanted;
    private final long mostForeign;
    private long toPass;
    private long taken;
    private long foreign;

    /**
     * Cuts without regard to how much of other corpora lies between.
     *
     * @param passed characters before those that are wanted
     * @param wanted characters
     */
    Cutter(long passed, long wanted) {
        this(passed, wanted, Long.MAX_VALUE);
    }

    /** Cuts until more bytes than {@code mostForeign} of other corpora were read; then the text is taken to end there. */
    Cutter(long passed, long wanted, long mostForeign) {
        this.passed = passed;
        this.wanted = wanted;
        this.mostForeign = mostForeign;
        this.toPass = passed;
    }

    boolean wantsMore() {
        return taken < wanted;
    }

    /** The characters that were wanted, or those of them that there are. */
    String text() {
        return text.toString();
    }

    /** How many characters {@link #text} has. */
    long taken() {
        return taken;
    }

    /** How many characters there are, those that were passed over included, up to the last one that was wanted. */
    long seen() {
        return passed - toPass + taken;
    }

    @Override
    public boolean take(byte[] utf8) {
        String piece = new String(utf8, StandardCharsets.UTF_8);
        int length = piece.codePointCount(0, piece.length());
        int first = (int) Math.min(toPass, length);
        int last = first + (int) Math.min(wanted - taken, length - first);
        toPass -= first;
        taken += last - first;
        int begin = piece.offsetByCodePoints(0, first);
        text.append(piece, begin, piece.offsetByCodePoints(begin, last - first));
        return wantsMore();
    }

    @Override
    public boolean pass(int bytes) {
        foreign += bytes;
        return foreign <= mostForeign;
    }

    @Override
    public void restart() {
        text.setLength(0);
        taken = 0;
        toPass = passed;
    }
}
