package io.escriba.gateway.description;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Input that nobody should send, and somebody will. */
final class Nasties {
    /** JSON values, and what looks like them. */
    static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-0",
            "-1",
            "1.5",
            "1e400",
            "-1e400",
            "1e-400",
            "1e999999999",
            "1e-999999999",
            "2147483648",
            "9007199254740993",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775809",
            "1".repeat(5_000),
            "NaN",
            "Infinity",
            "0x10",
            "01",
            "\"NaN\"",
            "\"1\"",
            "\"\"",
            "\" \"",
            "\"\\ud800\"",
            "\"\\udc00a\"",
            "\"\\u0000\\u0001\\u001b[2J\\u007f\"",
            "\"\u0000\"",
            "\"a\\r\\nX-Injected: 1\\r\\n\\r\\n\"",
            "\"../../etc/passwd\"",
            "\"%00%ff..%2f\"",
            "\"\\u202e\\ufeff\\uffff\"",
            "\"P-1D\"",
            "\"P999999999999D\"",
            "\"letters@9223372036854775808\"",
            "\"letters@-1\"",
            "\"@\"",
            "\"<script>alert(1)</script>\"",
            "\"" + "a".repeat(100_000) + "\"",
            "\"" + "\\ud83d\\ude00".repeat(10_000) + "\"",
            "[]",
            "[null]",
            "[\"\"]",
            "[\"a\",1]",
            "[[\"a\"]]",
            "[" + "1,".repeat(2_000) + "1]",
            "[" + "\"a\",".repeat(2_000) + "\"a\"]",
            "{}",
            "{\"\":null}",
            "{\"a\":{\"a\":{\"a\":[]}}}",
            "[".repeat(20_000) + "]".repeat(20_000),
            "{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000),
            "");

    /** What stands in a query or a path, not to be encoded any more. */
    static final List<String> ENCODED = List.of(
            "",
            "%20",
            "%00",
            "%ff",
            "%C3%28",
            "%ED%A0%80",
            "..%2f",
            "..%2f..%2f..%2fetc%2fpasswd",
            "%2e%2e",
            "%2e%2e%2f%2e%2e",
            "a%2Fb",
            "a%5cb",
            "%5c..%5c",
            "a;x=1",
            "a%3bb",
            "a%0d%0aX-Injected:%201",
            "%E2%80%AE",
            "%F0%9F%98%80",
            "%25252f",
            "a+b",
            "-1",
            "-0",
            "1e400",
            "NaN",
            "1.0",
            "9007199254740993",
            "9223372036854775808",
            "%7B%22layers%22:1e400%7D",
            "%7B%22head%22:%5Bnull%5D%7D",
            "%5B".repeat(1_000),
            "true",
            "TRUE",
            "null",
            "UPPER",
            ".hidden",
            "a".repeat(64),
            "a".repeat(7_000),
            "%E6%BC%A2".repeat(700));

    /** Values of headers. */
    static final List<String> HEADERS = List.of(
            "",
            " ",
            "-1",
            "-0",
            "1.0",
            "1e400",
            "NaN",
            "9223372036854775807",
            "9223372036854775808",
            "é",
            "\u00ff\u00fe",
            "\u0001",
            "\t",
            "a\u0000b",
            "%00",
            "../../etc/passwd",
            "Bearer",
            "Bearer ",
            "Basic AAAA",
            "Bearer " + "a".repeat(6_000),
            "text/html",
            "*/*;q=NaN",
            ";;;",
            "a/b/c",
            "application/json;q=2",
            "application/json; charset=nonsense",
            "multipart/form-data",
            "gzip",
            "x".repeat(201),
            "x".repeat(7_000));

    /** What follows a request's first header and is no message of HTTP. */
    static final List<String> MESSAGES = List.of(
            "Transfer-Encoding: chunked\r\n\r\nZZ\r\nab\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n-1\r\nab\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nab\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n2\r\n{}XX0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n2;" + "x".repeat(20_000) + "\r\n{}\r\n0\r\n\r\n",
            "Transfer-Encoding: nonsense\r\n\r\n{}",
            "Content-Length: -5\r\n\r\n{}",
            "Content-Length: x\r\n\r\n{}",
            "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
            "Content-Length: 99999999999999999999\r\n\r\n{}",
            "No colon\r\n\r\n",
            "A: " + "x".repeat(100_000) + "\r\n\r\n");

    /** Bodies as a whole, by what is nasty about them. */
    static Map<String, byte[]> bodies(String valid) {
        Map<String, byte[]> bodies = new TreeMap<>();
        bodies.put("empty", new byte[0]);
        bodies.put("only space", " \r\n\t".getBytes(UTF_8));
        bodies.put("byte order mark", ("\ufeff" + valid).getBytes(UTF_8));
        bodies.put("UTF-16", valid.getBytes(UTF_16));
        bodies.put("Latin 1", "{\"model\":\"ção\"}".getBytes(ISO_8859_1));
        bodies.put("invalid UTF-8", new byte[] {'{', '"', (byte) 0xC3, '(', '"', ':', '1', '}'});
        bodies.put("a surrogate in UTF-8", new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'});
        bodies.put("zeros", new byte[1_000]);
        bodies.put("cut off", Arrays.copyOf(valid.getBytes(UTF_8), Math.max(0, valid.length() - 1)));
        bodies.put("twice", (valid + valid).getBytes(UTF_8));
        bodies.put("duplicate fields", "{\"model\":\"letters\",\"model\":1,\"model\":\"letters\"}".getBytes(UTF_8));
        bodies.put("comment", ("/* */" + valid).getBytes(UTF_8));
        bodies.put("single quotes", valid.replace('"', '\'').getBytes(UTF_8));
        bodies.put("a field without end", ("{\"" + "a".repeat(200_000)).getBytes(UTF_8));
        bodies.put(
                "many fields",
                Stream.iterate(0, i -> i + 1)
                        .limit(50_000)
                        .map(i -> "\"f" + i + "\":" + i)
                        .collect(Collectors.joining(",", "{", "}"))
                        .getBytes(UTF_8));
        bodies.put(
                "10 MB prompt",
                ("{\"model\":\"letters\",\"prompt\":\"" + "a".repeat(10_000_000) + "\"}").getBytes(UTF_8));
        bodies.put("10 MB of space", " ".repeat(10_000_000).getBytes(UTF_8));
        bodies.put("gzip", gzip(valid));
        bodies.put("a part of gzip", Arrays.copyOf(gzip(valid), 12));
        int number = 0;
        for (String value : VALUES) {
            bodies.put("value " + number++, value.getBytes(UTF_8));
        }
        return bodies;
    }

    /** A text of any characters, halves of surrogate pairs among them, as JSON. */
    static String text(RandomGenerator random) {
        List<String> characters = new ArrayList<>();
        for (int i = random.nextInt(1, 40); i > 0; i--) {
            characters.add(String.format("\\u%04x", random.nextInt(0x10000)));
        }
        return "\"" + String.join("", characters) + "\"";
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private Nasties() {}
}
