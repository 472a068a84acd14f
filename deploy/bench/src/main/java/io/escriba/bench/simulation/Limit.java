package io.escriba.bench.simulation;

import io.escriba.bench.autoscaler.ScaledObject;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A part that gives out.
 *
 * @param streams that are too many for it
 * @param remedy what to do then
 */
record Limit(String part, double streams, String remedy) {
    /** Of a message of DNS over UDP, without extensions (RFC 1035, section 2.3.4). */
    private static final int DATAGRAM = 512;

    /** The header, and type and class of the question (RFC 1035, section 4.1). */
    private static final int HEADER = 12 + 4;

    /** An address whose name points to that of the question: pointer, type, class, time to live, length and address. */
    private static final int ADDRESS = 2 + 2 + 2 + 4 + 2 + 4;

    /** Addresses that an object Endpoints has at most; Kubernetes leaves out the rest. */
    private static final int ENDPOINTS = 1000;

    /** How many pods an answer of DNS has room for. */
    static int addressesInAnswer(String name) {
        // Each label has its length before it, and the name an empty label at its end.
        int question = name.length() + 2;
        return (DATAGRAM - HEADER - question) / ADDRESS;
    }

    /**
     * Those that are known, the first to give out first.
     *
     * @param perPod streams in each pod
     * @param gateways that are deployed
     * @param name of the headless service
     */
    static List<Limit> of(ScaledObject object, double perPod, int gateways, Surroundings surroundings, String name) {
        int addresses = addressesInAnswer(name);
        return Stream.of(
                        new Limit(
                                "maxReplicaCount, " + object.most() + " pods",
                                object.most() * perPod,
                                "raise it in scaling.yaml, and give the cluster the machines"),
                        new Limit(
                                "replicas of the gateway, " + gateways,
                                (double) gateways * surroundings.gatewayStreams(),
                                "raise them; nothing scales gateways"),
                        new Limit(
                                "an answer of DNS in 512 bytes, " + addresses + " pods",
                                addresses * perPod,
                                "escriba.gateway.inference=kubernetes:..., or cells"),
                        new Limit(
                                "an object Endpoints, " + ENDPOINTS + " pods",
                                ENDPOINTS * perPod,
                                "cells: several installations, each with its gateways and pods"))
                .sorted(Comparator.comparingDouble(Limit::streams))
                .toList();
    }
}
