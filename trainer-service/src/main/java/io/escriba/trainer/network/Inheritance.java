package io.escriba.trainer.network;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gives a network the weights of an earlier one that knew other characters: those of each character that both know follow
 * the character, all that is no character's is taken over, and new characters keep what they have.
 */
public final class Inheritance {
    /** The earlier network does not know this character. */
    public static final int NEW = -1;

    private final NetworkShape shape;
    private final int[] earlierIds;

    /**
     * For a network of this shape.
     *
     * @param earlierIds for each id its id in the earlier network, or {@link #NEW}
     */
    public Inheritance(NetworkShape shape, int[] earlierIds) {
        this.shape = shape;
        this.earlierIds = earlierIds.clone();
    }

    /**
     * The earlier weights in the layout of the later network.
     *
     * @param earlier of a network that differs in its characters alone
     * @param fresh of the later network
     */
    public Weights of(Weights earlier, Weights fresh) {
        Map<String, Weights.Tensor> tensors = new LinkedHashMap<>();
        fresh.tensors().forEach((name, tensor) -> tensors.put(name, of(name, earlier.get(name), tensor)));
        return new Weights(tensors);
    }

    private Weights.Tensor of(String name, Weights.Tensor earlier, Weights.Tensor fresh) {
        boolean byRow = shape.hasRowPerCharacter(name);
        boolean byColumn = shape.hasColumnPerCharacter(name);
        if (!byRow && !byColumn) {
            return earlier;
        }
        int rows = fresh.shape()[0];
        int columns = fresh.values().length / rows;
        int earlierColumns = earlier.values().length / earlier.shape()[0];
        float[] values = fresh.values().clone();
        for (int row = 0; row < rows; row++) {
            int earlierRow = byRow ? earlierIds[row] : row;
            for (int column = 0; column < columns; column++) {
                int earlierColumn = byColumn ? earlierIds[column] : column;
                if (earlierRow != NEW && earlierColumn != NEW) {
                    values[row * columns + column] = earlier.values()[earlierRow * earlierColumns + earlierColumn];
                }
            }
        }
        return new Weights.Tensor(fresh.shape(), values);
    }
}
