package io.escriba.gateway.request;

/** Makes requests for the tests of other packages. */
public final class Requests {
    private Requests() {}

    /** A request with this body. */
    public static JsonRequest of(String json) {
        return JsonRequest.of(json);
    }
}
