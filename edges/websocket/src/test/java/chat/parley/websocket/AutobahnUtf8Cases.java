package chat.parley.websocket;

import static chat.parley.websocket.AutobahnCase.CONTINUED;
import static chat.parley.websocket.AutobahnCase.LAST;
import static chat.parley.websocket.AutobahnCase.TEXT;
import static chat.parley.websocket.AutobahnCase.numbered;
import static chat.parley.websocket.AutobahnCase.text;

import chat.parley.websocket.AutobahnCase.Script;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Section 6 of the suite. From 6.5 on it takes the sequences of Markus Kuhn's stress test for decoders of UTF-8, each a
 * text of its own.
 */
final class AutobahnUtf8Cases {

    /** Greek, and then a surrogate in the midst of ASCII. */
    static final String BROKEN = "cebae1bdb9cf83cebcceb5eda080656469746564";

    private static final String GREEK = "cebae1bdb9cf83cebcceb5";

    /** The lengths at which Greek may be cut. */
    private static final List<Integer> WHOLE = List.of(2, 5, 7, 9, 11);

    /** Groups 6.5, 6.7 and so on; invalid ones begin with a minus. */
    private static final String[] GROUPS = {
        "5: 68656c6c6f24776f726c64 68656c6c6fc2a2776f726c64 68656c6c6fe282ac776f726c64 68656c6c6ff0a4ada2776f726c64 "
                + GREEK,
        "7: 00 c280 e0a080 f0908080",
        "8: -f888808080 -fc8480808080",
        "9: 7f dfbf efbfbf f48fbfbf",
        "10: -f7bfbfbf -fbbfbfbfbf -fdbfbfbfbfbf",
        "11: ed9fbf ee8080 efbfbd f48fbfbf -f4908080",
        "12: -80 -bf -80bf -80bf80 -80bf80bf -80bf80bf80 -80bf80bf80bf -" + range(0x80, 0xBF, ""),
        "13: -" + range(0xC0, 0xDF, "20") + " -" + range(0xE0, 0xEF, "20") + " -" + range(0xF0, 0xF7, "20") + " -"
                + range(0xF8, 0xFB, "20") + " -" + range(0xFC, 0xFD, "20"),
        "14: -c0 -e080 -f08080 -f8808080 -fc80808080 -df -efbf -f7bfbf -fbbfbfbf -fdbfbfbfbf",
        "15: -c0e080f08080f8808080fc80808080dfefbff7bfbffbbfbfbffdbfbfbfbf",
        "16: -fe -ff -fefeffff",
        "17: -c0af -e080af -f08080af -f8808080af -fc80808080af",
        "18: -c1bf -e09fbf -f08fbfbf -f887bfbfbf -fc83bfbfbfbf",
        "19: -c080 -e08080 -f0808080 -f880808080 -fc8080808080",
        "20: -eda080 -edadbf -edae80 -edafbf -edb080 -edbe80 -edbfbf",
        "21: -eda080edb080 -eda080edbfbf -edadbfedb080 -edadbfedbfbf -edae80edb080 -edae80edbfbf -edafbfedb080 "
                + "-edafbfedbfbf",
        "22: efbfbe efbfbf f09fbfbe f09fbfbf f0afbfbe f0afbfbf f0bfbfbe f0bfbfbf f18fbfbe f18fbfbf f19fbfbe f19fbfbf "
                + "f1afbfbe f1afbfbf f1bfbfbe f1bfbfbf f28fbfbe f28fbfbf f29fbfbe f29fbfbf f2afbfbe f2afbfbf f2bfbfbe "
                + "f2bfbfbf f38fbfbe f38fbfbf f39fbfbe f39fbfbf f3afbfbe f3afbfbf f3bfbfbe f3bfbfbf f48fbfbe f48fbfbf",
        "23: efbfb9 efbfba efbfbb efbfbc efbfbd efbfbe efbfbf",
    };

    private AutobahnUtf8Cases() {}

    static List<AutobahnCase> all() {
        List<AutobahnCase> cases = new ArrayList<>();
        addFragments(cases);
        byte[] greek = bytes(GREEK);
        for (int length = 1; length <= greek.length; length++) {
            cases.add(single("6.6." + length, GREEK.substring(0, 2 * length), WHOLE.contains(length)));
        }
        for (String group : GROUPS) {
            String number = group.substring(0, group.indexOf(':'));
            List<String> sequences =
                    List.of(group.substring(number.length() + 2).split(" "));
            for (int i = 0; i < sequences.size(); i++) {
                String hex = sequences.get(i);
                boolean valid = !hex.startsWith("-");
                cases.add(single("6." + number + "." + (i + 1), valid ? hex : hex.substring(1), valid));
            }
        }
        return cases;
    }

    private static void addFragments(List<AutobahnCase> cases) {
        cases.add(numbered("6.1.1").frame(TEXT, "").echoes(text("")));
        cases.add(numbered("6.1.2")
                .frame(Opcode.TEXT, "")
                .frame(CONTINUED, "")
                .frame(LAST, "")
                .echoes(text("")));
        cases.add(numbered("6.1.3")
                .frame(Opcode.TEXT, "")
                .frame(CONTINUED, "middle")
                .frame(LAST, "")
                .echoes(text("middle")));
        String latin = "Hello-µ@ßöäüàá-UTF-8!!";
        byte[] latinBytes = latin.getBytes(StandardCharsets.UTF_8);
        cases.add(numbered("6.2.1").frame(TEXT, latin).echoes(text(latin)));
        cases.add(numbered("6.2.2")
                .frame(Opcode.TEXT, latin.substring(0, 12))
                .frame(LAST, latin.substring(12))
                .echoes(text(latin)));
        cases.add(numbered("6.2.3").fragments(Opcode.TEXT, latinBytes, 1).echoes(text(latin)));
        cases.add(numbered("6.2.4").fragments(Opcode.TEXT, bytes(GREEK), 1).echoes(text(bytes(GREEK))));
        cases.add(single("6.3.1", BROKEN, false));
        cases.add(numbered("6.3.2").fragments(Opcode.TEXT, bytes(BROKEN), 1).hears("close 1007"));
    }

    private static AutobahnCase single(String number, String hex, boolean valid) {
        Script sent = numbered(number).frame(TEXT, bytes(hex));
        return valid ? sent.echoes(text(bytes(hex))) : sent.hears("close 1007");
    }

    static byte[] join(String... hex) {
        return bytes(String.join("", hex));
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String range(int from, int to, String between) {
        StringBuilder all = new StringBuilder();
        for (int i = from; i <= to; i++) {
            all.append(HexFormat.of().toHexDigits((byte) i)).append(between);
        }
        return all.toString();
    }
}
