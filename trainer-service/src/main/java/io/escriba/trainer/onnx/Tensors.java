package io.escriba.trainer.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tensors and their descriptions as ONNX writes them. */
final class Tensors {
    private Tensors() {}

    /** A constant of float32. */
    static TensorProto float32(String name, float[] values, int... dimensions) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return raw(name, TensorProto.DataType.FLOAT, ByteString.copyFrom(raw), dimensions);
    }

    /** A constant of int32. */
    static TensorProto int32(String name, int[] values, int... dimensions) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asIntBuffer().put(values);
        return raw(name, TensorProto.DataType.INT32, ByteString.copyFrom(raw), dimensions);
    }

    /** A constant of uint8. */
    static TensorProto uint8(String name, byte[] values, int... dimensions) {
        return raw(name, TensorProto.DataType.UINT8, ByteString.copyFrom(values), dimensions);
    }

    private static TensorProto raw(String name, TensorProto.DataType type, ByteString raw, int... dimensions) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .setRawData(raw);
        for (int dimension : dimensions) {
            tensor.addDims(dimension);
        }
        return tensor.build();
    }

    /** A constant vector of int64. */
    static TensorProto int64(String name, long... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addDims(values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        return tensor.build();
    }

    /** A constant number of int64, without an axis. */
    static TensorProto int64Scalar(String name, long value) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addInt64Data(value)
                .build();
    }

    /**
     * An input or output of the graph.
     *
     * @param dimensions a number for a fixed size, a name for one that each call decides
     */
    static ValueInfoProto info(String name, TensorProto.DataType type, String... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (String dimension : dimensions) {
            if (Character.isDigit(dimension.charAt(0))) {
                shape.addDimBuilder().setDimValue(Long.parseLong(dimension));
            } else {
                shape.addDimBuilder().setDimParam(dimension);
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }
}
