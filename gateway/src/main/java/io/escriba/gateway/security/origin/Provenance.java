package io.escriba.gateway.security.origin;

import io.escriba.gateway.problem.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a request says of where it comes from. Browsers let no page write these headers; whoever can write them is a program, which
 * needs no browser to reach this gateway.
 *
 * @param host what it called this gateway, with a port if it named one; nothing in HTTP/1.0, which no browser speaks
 * @param origin the page that sends it (RFC 6454); browsers tell it of whatever may change something
 * @param site how that page is related to this gateway ({@code Sec-Fetch-Site} of W3C's Fetch Metadata Request Headers)
 * @param link whether somebody goes to a page of this gateway: that page is seen by nobody else
 * @param welcome whether the page may ask across origins (CORS)
 */
record Provenance(
        Optional<String> host, Optional<String> origin, Optional<String> site, boolean link, boolean welcome) {
    /** This gateway's own page, and whoever writes an address into the browser. */
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private static final int SHOWN = 100;

    /** Why a gateway that is called by these names and asks nobody for a key does not answer; nothing if it does. */
    List<Fault> objections(OwnNames names) {
        List<Fault> objections = new ArrayList<>();
        host.filter(called -> !names.include(name(called))).ifPresent(called -> objections.add(strangeName(called)));
        if (!link && !welcome) {
            foreignPage(names).ifPresent(objections::add);
        }
        return objections;
    }

    /** As the browser says; one that does not say it still tells the page. */
    private Optional<Fault> foreignPage(OwnNames names) {
        return site.isPresent()
                ? site.filter(relation -> !OWN.contains(relation)).map(relation -> foreign("Sec-Fetch-Site", relation))
                : origin.filter(page -> !isOwn(page, names)).map(page -> foreign("Origin", page));
    }

    /** Only the authority counts: a proxy may speak TLS with the browser, and may call this gateway by another name. */
    private boolean isOwn(String page, OwnNames names) {
        String authority = page.substring(page.indexOf("://") < 0 ? 0 : page.indexOf("://") + 3);
        return host.filter(authority::equalsIgnoreCase).isPresent() || names.wereGiven(name(authority));
    }

    private static Fault strangeName(String host) {
        return new Fault(
                "Host",
                "Host is '" + shown(host) + "', but a gateway that asks for no key answers to names of its own machine"
                        + " only. Call it localhost or 127.0.0.1, or add the name to " + OwnNames.SETTING
                        + ", or set escriba.api-keys.");
    }

    private static Fault foreign(String header, String value) {
        return new Fault(
                header,
                header + " is '" + shown(value) + "', but a gateway that asks for no key answers to no page of another"
                        + " site. Use its own page, or allow the other with quarkus.http.cors.enabled=true and"
                        + " quarkus.http.cors.origins, or set escriba.api-keys.");
    }

    /** Without the port. An address of IPv6 is in brackets. */
    private static String name(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    private static String shown(String value) {
        return value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value;
    }
}
