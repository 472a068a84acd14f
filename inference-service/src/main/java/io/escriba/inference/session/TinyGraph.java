package io.escriba.inference.session;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Map;

/** The sum of a number and itself: the smallest thing that shows whether a device computes. */
final class TinyGraph {
    private static final int OPSET = 17;
    private static final int IR_VERSION = 8;

    private TinyGraph() {}

    /**
     * Runs it.
     *
     * @throws OrtException when that does not succeed
     */
    static void run(OrtSession.SessionOptions options) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model().toByteArray(), options);
                OnnxTensor one = OnnxTensor.createTensor(environment, new float[] {1});
                OrtSession.Result two = session.run(Map.of("x", one))) {
            float sum = ((float[]) two.get(0).getValue())[0];
            if (sum != 2) {
                throw new OrtException("One and one is " + sum + " there.");
            }
        }
    }

    private static ModelProto model() {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(GraphProto.newBuilder()
                        .setName("sum")
                        .addInput(number("x"))
                        .addOutput(number("y"))
                        .addNode(NodeProto.newBuilder()
                                .setOpType("Add")
                                .addInput("x")
                                .addInput("x")
                                .addOutput("y")))
                .build();
    }

    private static ValueInfoProto number(String name) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(TensorShapeProto.newBuilder()
                                        .addDim(TensorShapeProto.Dimension.newBuilder()
                                                .setDimValue(1)))))
                .build();
    }
}
