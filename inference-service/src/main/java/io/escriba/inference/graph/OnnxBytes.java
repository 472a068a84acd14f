package io.escriba.inference.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;

/** The bytes of a file of ONNX. */
public final class OnnxBytes {
    private OnnxBytes() {}

    /**
     * Reads a graph without copying its weights.
     *
     * @param onnx must not be changed as long as the graph is used, which holds all of it
     * @throws InvalidProtocolBufferException when it is none
     */
    public static ModelProto parsed(byte[] onnx) throws InvalidProtocolBufferException {
        CodedInputStream in = UnsafeByteOperations.unsafeWrap(onnx).newCodedInput();
        in.enableAliasing(true);
        try {
            ModelProto model = ModelProto.parseFrom(in);
            in.checkLastTagWas(0);
            return model;
        } catch (InvalidProtocolBufferException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidProtocolBufferException(e);
        }
    }
}
