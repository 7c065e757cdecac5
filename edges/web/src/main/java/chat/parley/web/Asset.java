package chat.parley.web;

import chat.parley.wire.http.HttpRequest;
import chat.parley.wire.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One file of the client in all forms in which it is sent. Whole answers are made once: what a request costs is its bytes. */
final class Asset {

    /** @param etag of this form: a strong one tells the forms of one file apart (RFC 9110, 8.8.3) */
    private record Form(Coding coding, String etag, HttpResponse whole, HttpResponse notModified) {}

    private final List<Form> forms = new ArrayList<>();

    /**
     * @param headers of the file in all its forms
     * @param hash of its content
     * @param bytes in each coding that there is; {@link Coding#IDENTITY} is
     */
    Asset(Map<String, String> headers, String contentType, String hash, SortedMap<Coding, byte[]> bytes) {
        bytes.forEach((coding, body) -> {
            String etag = "\"" + hash + (coding == Coding.IDENTITY ? "" : "-" + coding.token) + "\"";
            Map<String, List<String>> common = new TreeMap<>();
            headers.forEach((name, value) -> common.put(name, List.of(value)));
            common.put("etag", List.of(etag));
            if (bytes.size() > 1) {
                common.put("vary", List.of("accept-encoding"));
            }
            Map<String, List<String>> whole = new TreeMap<>(common);
            whole.put("content-type", List.of(contentType));
            if (coding != Coding.IDENTITY) {
                whole.put("content-encoding", List.of(coding.token));
            }
            forms.add(new Form(
                    coding, etag, new HttpResponse(200, whole, body), new HttpResponse(304, common, new byte[0])));
        });
    }

    HttpResponse answer(HttpRequest request) {
        Form form = formFor(request.headers().getOrDefault("accept-encoding", List.of()));
        List<String> known = request.headers().getOrDefault("if-none-match", List.of());
        return isAmong(form.etag(), known) ? form.notModified() : form.whole();
    }

    /** What the client likes best; of equals the smallest. One that takes none of ours gets the file as it is. */
    private Form formFor(List<String> acceptEncoding) {
        Form best = forms.getLast();
        double most = 0;
        for (Form form : forms) {
            double wanted = form.coding().wantedBy(acceptEncoding);
            if (wanted > most) {
                best = form;
                most = wanted;
            }
        }
        return best;
    }

    /** {@code If-None-Match} compares weakly: a proxy that unpacks for its clients makes ours weak. */
    private static boolean isAmong(String etag, List<String> headers) {
        for (String header : headers) {
            for (String part : header.split(",", -1)) {
                String known = part.strip();
                if (known.equals("*") || known.equals(etag) || known.equals("W/" + etag)) {
                    return true;
                }
            }
        }
        return false;
    }
}
