package io.escriba.inference.session;

/**
 * What the first rows of a model are to write in one call, and then what they wrote. Keeps its memory, for one call after the
 * other; not thread-safe.
 */
public final class Writing {
    /**
     * Clearly more than the weight of all ids before the likeliest, which is none, and clearly within its own, however many
     * ids are as likely.
     */
    private static final double LIKELIEST = 0x1p-24;

    private final int longest;
    private final int[] last;
    private final double[] temperatures;
    private final boolean[] greedy;
    private final boolean[] endIgnored;
    private final double[] numbers;
    private final int[] ids;
    private int steps;
    private int rows;

    /**
     * Room for calls.
     *
     * @param most rows
     * @param longest steps of a call
     */
    public Writing(int most, int longest) {
        this.longest = longest;
        this.last = new int[most];
        this.temperatures = new double[most];
        this.greedy = new boolean[most];
        this.endIgnored = new boolean[most];
        this.numbers = new double[most * longest];
        this.ids = new int[most * longest];
    }

    /** The most ids that a call writes for each row. */
    public int longest() {
        return longest;
    }

    /**
     * Begins another call, of which everything is still to be said.
     *
     * @param count of rows, at least 1
     * @param length ids for each row, 1 to {@link #longest}
     */
    public void begin(int count, int length) {
        rows = count;
        steps = length;
    }

    /**
     * Says how a row goes on.
     *
     * @param id that the row reads first
     * @param temperature divides the scores; 0 takes the likeliest id
     * @param ignoreEnd whether the end mark is never chosen
     */
    public void row(int row, int id, double temperature, boolean ignoreEnd) {
        last[row] = id;
        greedy[row] = temperature == 0;
        // Divided by so little, every score but the largest has no weight.
        temperatures[row] = greedy[row] ? Double.MIN_NORMAL : temperature;
        endIgnored[row] = ignoreEnd;
    }

    /**
     * Says by which number an id is chosen, after {@link #row}.
     *
     * @param uniform at least 0 and below 1; unused at temperature 0
     */
    public void number(int step, int row, double uniform) {
        numbers[step * rows + row] = greedy[row] ? LIKELIEST : uniform;
    }

    /** The id that a row wrote in a step. */
    public int id(int step, int row) {
        return ids[step * rows + row];
    }

    int rows() {
        return rows;
    }

    int steps() {
        return steps;
    }

    int last(int row) {
        return last[row];
    }

    double temperature(int row) {
        return temperatures[row];
    }

    boolean ignoresEnd(int row) {
        return endIgnored[row];
    }

    double number(int step, int row) {
        return numbers[step * rows + row];
    }

    void write(int step, int row, long id) {
        ids[step * rows + row] = (int) id;
    }
}
