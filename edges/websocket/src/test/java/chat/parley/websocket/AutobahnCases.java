package chat.parley.websocket;

import static chat.parley.websocket.AutobahnCase.BINARY;
import static chat.parley.websocket.AutobahnCase.CLOSE;
import static chat.parley.websocket.AutobahnCase.CONTINUED;
import static chat.parley.websocket.AutobahnCase.LAST;
import static chat.parley.websocket.AutobahnCase.PING;
import static chat.parley.websocket.AutobahnCase.PONG;
import static chat.parley.websocket.AutobahnCase.TEXT;
import static chat.parley.websocket.AutobahnCase.describe;
import static chat.parley.websocket.AutobahnCase.numbered;
import static chat.parley.websocket.AutobahnCase.text;

import chat.parley.domain.Limits;
import chat.parley.websocket.AutobahnCase.Script;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Sections 1 to 5, 7, 9 and 10 of the suite. Where it sends more than our limit of a message, our case is as near to the
 * limit as can be, and one beyond it is refused with 1009. Sections 12 and 13 are of compression, which is never agreed
 * to.
 */
final class AutobahnCases {

    private static final int MAX = Limits.FRAME_BYTES_MAX;

    /** As the suite numbers sizes: case 1.1.1 is of the first. */
    private static final int[] SIZES = {0, 125, 126, 127, 128, 65_535, 65_536};

    private AutobahnCases() {}

    static List<AutobahnCase> all() {
        List<AutobahnCase> cases = new ArrayList<>();
        addFraming(cases);
        addPings(cases);
        addReservedBits(cases);
        addOpcodes(cases);
        addFragmentation(cases);
        addClosing(cases);
        addLimits(cases);
        return cases;
    }

    private static void addFraming(List<AutobahnCase> cases) {
        for (int i = 0; i < SIZES.length; i++) {
            byte[] stars = filled('*', SIZES[i]);
            byte[] noText = filled(0xFE, SIZES[i]);
            cases.add(numbered("1.1." + (i + 1)).frame(TEXT, stars).echoes(text(stars)));
            cases.add(numbered("1.2." + (i + 1)).frame(BINARY, noText).echoes(describe(Opcode.BINARY, noText)));
        }
        byte[] stars = filled('*', MAX);
        byte[] noText = filled(0xFE, MAX);
        cases.add(numbered("1.1.8").chopped(997).frame(TEXT, stars).echoes(text(stars)));
        cases.add(numbered("1.2.8").chopped(997).frame(BINARY, noText).echoes(describe(Opcode.BINARY, noText)));
    }

    private static void addPings(List<AutobahnCase> cases) {
        byte[] noText = {0, (byte) 0xFF, (byte) 0xFE, (byte) 0xFD, (byte) 0xFC, (byte) 0xFB, 0, (byte) 0xFF};
        byte[] longest = filled(0xFE, 125);
        cases.add(numbered("2.1").frame(PING, "").echoes("pong "));
        cases.add(numbered("2.2").frame(PING, "Hello, world!").echoes("pong Hello, world!"));
        cases.add(numbered("2.3").frame(PING, noText).echoes(describe(Opcode.PONG, noText)));
        cases.add(numbered("2.4").frame(PING, longest).echoes(describe(Opcode.PONG, longest)));
        cases.add(numbered("2.5").frame(PING, filled(0xFE, 126)).hears("close 1002"));
        cases.add(numbered("2.6").chopped(1).frame(PING, longest).echoes(describe(Opcode.PONG, longest)));
        cases.add(numbered("2.7").frame(PONG, "").echoes());
        cases.add(numbered("2.8").frame(PONG, "unsolicited").echoes());
        cases.add(numbered("2.9").frame(PONG, "unsolicited").frame(PING, "ping").echoes("pong ping"));
        Script ten = numbered("2.10");
        List<String> pongs = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ten = ten.frame(PING, "payload-" + i);
            pongs.add("pong payload-" + i);
        }
        cases.add(ten.echoes(pongs.toArray(String[]::new)));
        cases.add(new Script("2.11", 1, ten.sent()).echoes(pongs.toArray(String[]::new)));
    }

    private static void addReservedBits(List<AutobahnCase> cases) {
        cases.add(numbered("3.1").frame(TEXT | 1 << 4, "small").hears("close 1002"));
        cases.add(afterAText("3.2", 0, TEXT | 2 << 4, "rsv"));
        cases.add(afterAText("3.3", 0, TEXT | 3 << 4, "rsv"));
        cases.add(afterAText("3.4", 1, TEXT | 4 << 4, "rsv"));
        cases.add(numbered("3.5").frame(BINARY | 5 << 4, filled(0xFF, 8)).hears("close 1002"));
        cases.add(numbered("3.6").frame(PING | 6 << 4, "ping").hears("close 1002"));
        cases.add(numbered("3.7").frame(CLOSE | 7 << 4, "").hears("close 1002"));
    }

    private static void addOpcodes(List<AutobahnCase> cases) {
        for (int group = 1; group <= 2; group++) {
            int first = Opcode.FIN | (group == 1 ? 3 : 11);
            String number = "4." + group + ".";
            cases.add(numbered(number + 1).frame(first, "").hears("close 1002"));
            cases.add(numbered(number + 2).frame(first + 1, "reserved").hears("close 1002"));
            cases.add(afterAText(number + 3, 0, first + 2, ""));
            cases.add(afterAText(number + 4, 0, first + 3, "reserved"));
            cases.add(afterAText(number + 5, 1, first + 4, "reserved"));
        }
    }

    private static void addFragmentation(List<AutobahnCase> cases) {
        cases.add(numbered("5.1").frame(Opcode.PING, "a").frame(LAST, "b").hears("close 1002"));
        cases.add(numbered("5.2").frame(Opcode.PONG, "a").frame(LAST, "b").hears("close 1002"));
        String both = text("fragment1fragment2");
        Script two = numbered("5.3").frame(Opcode.TEXT, "fragment1").frame(LAST, "fragment2");
        cases.add(two.echoes(both));
        cases.add(new Script("5.4", 9, two.sent()).echoes(both));
        cases.add(new Script("5.5", 1, two.sent()).echoes(both));
        Script pinged = numbered("5.6")
                .frame(Opcode.TEXT, "fragment1")
                .frame(PING, "ping")
                .frame(LAST, "fragment2");
        cases.add(pinged.echoes("pong ping", both));
        cases.add(new Script("5.7", 9, pinged.sent()).echoes("pong ping", both));
        cases.add(new Script("5.8", 1, pinged.sent()).echoes("pong ping", both));
        int number = 9;
        for (int first : new int[] {LAST, CONTINUED}) {
            for (int chop : new int[] {0, 9, 1}) {
                cases.add(numbered("5." + number++)
                        .chopped(chop)
                        .frame(first, "nothing to continue")
                        .frame(TEXT, "text")
                        .hears("close 1002"));
            }
        }
        Script again = two.frame(CONTINUED, "fragment3").frame(TEXT, "fragment4");
        cases.add(new Script("5.15", 0, again.sent()).hears(both, "close 1002"));
        cases.add(numbered("5.16")
                .frame(CONTINUED, "1")
                .frame(Opcode.TEXT, "2")
                .frame(LAST, "3")
                .hears("close 1002"));
        cases.add(numbered("5.17")
                .frame(LAST, "1")
                .frame(Opcode.TEXT, "2")
                .frame(LAST, "3")
                .hears("close 1002"));
        cases.add(numbered("5.18").frame(Opcode.TEXT, "1").frame(TEXT, "2").hears("close 1002"));
        for (int i = 19; i <= 20; i++) {
            cases.add(numbered("5." + i)
                    .chopped(i == 19 ? 0 : 9)
                    .frame(Opcode.TEXT, "1")
                    .frame(CONTINUED, "2")
                    .frame(PING, "first")
                    .frame(CONTINUED, "3")
                    .frame(CONTINUED, "4")
                    .frame(PING, "second")
                    .frame(LAST, "5")
                    .echoes("pong first", "pong second", text("12345")));
        }
    }

    private static void addClosing(List<AutobahnCase> cases) {
        byte[] large = filled('B', MAX);
        cases.add(numbered("7.1.1").frame(TEXT, "Hello").echoes(text("Hello")));
        cases.add(numbered("7.1.2").close(1000, "").close(1000, "").hears("close 1000"));
        cases.add(numbered("7.1.3").close(1000, "").frame(PING, "").hears("close 1000"));
        cases.add(numbered("7.1.4").close(1000, "").frame(TEXT, "Hello").hears("close 1000"));
        cases.add(numbered("7.1.5")
                .frame(Opcode.TEXT, "fragment1")
                .close(1000, "")
                .frame(LAST, "fragment2")
                .hears("close 1000"));
        cases.add(numbered("7.1.6")
                .frame(TEXT, large)
                .frame(TEXT, "Hello")
                .close(1000, "")
                .frame(PING, "")
                .hears(text(large), text("Hello"), "close 1000"));
        cases.add(numbered("7.3.1").frame(CLOSE, "").hears("close 1005"));
        cases.add(numbered("7.3.2").frame(CLOSE, "a").hears("close 1002"));
        cases.add(numbered("7.3.3").close(1000, "").hears("close 1000"));
        cases.add(numbered("7.3.4").close(1000, "Hello World!").hears("close 1000"));
        cases.add(numbered("7.3.5").close(1000, "*".repeat(123)).hears("close 1000"));
        cases.add(numbered("7.3.6").close(1000, "*".repeat(124)).hears("close 1002"));
        cases.add(numbered("7.5.1")
                .frame(CLOSE, AutobahnUtf8Cases.join("03e8", AutobahnUtf8Cases.BROKEN))
                .hears("close 1007"));
        addCodes(cases, "7.7.", true, 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999);
        addCodes(cases, "7.9.", false, 0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999);
        addCodes(cases, "7.13.", false, 5000, 65_535);
    }

    private static void addCodes(List<AutobahnCase> cases, String group, boolean valid, int... codes) {
        for (int i = 0; i < codes.length; i++) {
            cases.add(numbered(group + (i + 1)).close(codes[i], "").hears("close " + (valid ? codes[i] : 1002)));
        }
    }

    private static void addLimits(List<AutobahnCase> cases) {
        byte[] stars = filled('*', MAX);
        byte[] noText = filled(0xFE, MAX);
        String echo = text(stars);
        String binaryEcho = describe(Opcode.BINARY, noText);
        cases.add(numbered("9.1.1").frame(TEXT, stars).echoes(echo));
        cases.add(numbered("9.1.2").frame(TEXT, filled('*', 4 * MAX)).hears("close 1009"));
        cases.add(numbered("9.2.1").frame(BINARY, noText).echoes(binaryEcho));
        cases.add(numbered("9.2.2").frame(BINARY, filled(0xFE, 4 * MAX)).hears("close 1009"));
        for (int i = 0; i < 6; i++) {
            int size = 64 << (2 * i);
            cases.add(numbered("9.3." + (i + 1))
                    .fragments(Opcode.TEXT, stars, size)
                    .echoes(echo));
            cases.add(numbered("9.4." + (i + 1))
                    .fragments(Opcode.BINARY, noText, size)
                    .echoes(binaryEcho));
            int chop = 64 << i;
            cases.add(
                    numbered("9.5." + (i + 1)).chopped(chop).frame(TEXT, stars).echoes(echo));
            cases.add(numbered("9.6." + (i + 1))
                    .chopped(chop)
                    .frame(BINARY, noText)
                    .echoes(binaryEcho));
        }
        cases.add(numbered("9.3.7")
                .fragments(Opcode.TEXT, filled('*', MAX + 1), 1024)
                .hears("close 1009"));
        cases.add(numbered("9.4.7")
                .fragments(Opcode.BINARY, filled(0xFE, MAX + 1), 1024)
                .hears("close 1009"));
        int[] sizes = {0, 16, 64, 256, 1024, 4096};
        for (int i = 0; i < sizes.length; i++) {
            cases.add(thousand("9.7." + (i + 1), Opcode.TEXT, filled('*', sizes[i])));
            cases.add(thousand("9.8." + (i + 1), Opcode.BINARY, filled(0xFE, sizes[i])));
        }
        cases.add(numbered("10.1.1").fragments(Opcode.TEXT, stars, 1300).echoes(echo));
    }

    private static AutobahnCase thousand(String number, int opcode, byte[] payload) {
        AutobahnCase one = numbered(number).frame(Opcode.FIN | opcode, payload).echoes();
        List<byte[]> sent = new ArrayList<>(Collections.nCopies(1000, one.sent().getFirst()));
        sent.add(one.sent().getLast());
        List<String> heard = new ArrayList<>(Collections.nCopies(1000, describe(opcode, payload)));
        heard.add("close 1000");
        return new AutobahnCase(number, 0, sent, heard);
    }

    /** A good text is answered, the bad frame fails, and the ping behind it is not heard. */
    private static AutobahnCase afterAText(String number, int chop, int first, String payload) {
        return numbered(number)
                .chopped(chop)
                .frame(TEXT, "small")
                .frame(first, payload)
                .frame(PING, "")
                .hears(text("small"), "close 1002");
    }

    private static byte[] filled(int value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
