package chat.parley.tools.replay;

import chat.parley.tools.replay.Findings.Fault;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Help.Ansi;

/** The figures of a run, for people and for programs. */
final class Report {

    private static final String[] PHASES = {"playing", "settling"};

    private final Replay.Outcome figures;
    private final String linkFaults;
    private final int kills;

    /** @param linkFaults what was done to connections, empty when nothing was */
    Report(Replay.Outcome outcome, String linkFaults, int kills) {
        this.figures = outcome;
        this.linkFaults = linkFaults;
        this.kills = kills;
    }

    void print(PrintWriter out, Ansi ansi) {
        Script script = figures.plan().script();
        Ledger ledger = figures.ledger();
        Tally tally = figures.tally();
        Findings findings = figures.findings();
        out.printf(
                "%n%,d messages of %,d users in %,d conversations; run %s, seed %d; server killed %d times%n",
                script.messages(),
                script.users().size(),
                script.scenes().size(),
                figures.plan().run(),
                figures.plan().seed(),
                kills);
        if (!linkFaults.isEmpty()) {
            out.println("links: " + linkFaults);
        }
        out.println();
        row(out, "sent", ledger.sent(), "");
        row(out, "acked", ledger.acked(), String.format("%,d of them after a lost ack", ledger.duplicates()));
        row(out, "stored", figures.stored(), "read back from the history");
        row(out, "changes", tally.changes.sum(), "members who came, or came back, or went");
        row(out, "delivered", tally.delivered.sum(), "to devices, each once");
        row(out, "returns", tally.returns.sum(), "of second devices that were away, from what they had on disk");
        row(out, "reads", tally.reads.sum(), "up to some message, besides one's own");
        row(out, "receipts", tally.receipts.sum(), "told live");
        row(out, "typing", tally.typing.sum(), "told live");
        row(out, "presence", tally.presence.sum(), "told live");
        row(out, "unread", tally.unreadCounts.sum(), "counts compared with a recount");
        row(out, "reconnects", tally.reconnects.sum(), "");
        out.println();
        for (Fault fault : Fault.values()) {
            long count = findings.count(fault);
            String mark = count == 0 ? "@|green ok|@" : "@|bold,red BROKEN|@";
            out.println(ansi.string(
                    String.format("  %-14s %,13d   %s  @|faint %s|@", name(fault), count, mark, fault.meaning())));
        }
        if (!figures.firstRefusal().isEmpty()) {
            out.println("  the first refusal: " + figures.firstRefusal());
        }
        findings.examples().forEach(example -> out.println("    " + example));
        out.println();
        out.printf(
                "  %-14s %10s %10s %10s %10s   ms from the intended time of sending%n",
                "", "p50", "p99", "p99.9", "max");
        latency(out, "ack", tally.ackMicros());
        latency(out, "delivery", tally.deliveryMicros());
        out.println();
        for (String phase : PHASES) {
            if (figures.seconds().containsKey(phase)) {
                out.printf(
                        "  %-14s %10.1f s   %6.1f s of this client's CPU   %s%n",
                        phase,
                        figures.seconds().get(phase),
                        figures.cpuSeconds().getOrDefault(phase, 0.0),
                        rate(phase));
            }
        }
        out.println();
        out.println(ansi.string(
                findings.clean()
                        ? "@|bold,green Every promise was kept.|@"
                        : "@|bold,red At least one promise was broken.|@"));
    }

    void write(Path file) throws IOException {
        try (JsonGenerator json = new JsonFactory()
                .createGenerator(file.toFile(), com.fasterxml.jackson.core.JsonEncoding.UTF8)
                .useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeBooleanField("clean", figures.findings().clean());
            json.writeStringField("run", figures.plan().run());
            json.writeNumberField("seed", figures.plan().seed());
            json.writeNumberField("users", figures.plan().script().users().size());
            json.writeNumberField(
                    "conversations", figures.plan().script().scenes().size());
            json.writeNumberField("kills", kills);
            json.writeNumberField("sent", figures.ledger().sent());
            json.writeNumberField("acked", figures.ledger().acked());
            json.writeNumberField("acked_as_duplicate", figures.ledger().duplicates());
            json.writeNumberField("stored", figures.stored());
            json.writeNumberField("changes", figures.tally().changes.sum());
            json.writeNumberField("delivered", figures.tally().delivered.sum());
            json.writeNumberField("returns", figures.tally().returns.sum());
            json.writeNumberField("receipts", figures.tally().receipts.sum());
            json.writeNumberField("typing", figures.tally().typing.sum());
            json.writeNumberField("presence", figures.tally().presence.sum());
            json.writeNumberField("unread_counts", figures.tally().unreadCounts.sum());
            json.writeNumberField("reconnects", figures.tally().reconnects.sum());
            json.writeStringField("links", linkFaults);
            for (Fault fault : Fault.values()) {
                json.writeNumberField(
                        fault.name().toLowerCase(Locale.ROOT),
                        figures.findings().count(fault));
            }
            latency(json, "ack_ms", figures.tally().ackMicros());
            latency(json, "delivery_ms", figures.tally().deliveryMicros());
            json.writeObjectFieldStart("seconds");
            for (Map.Entry<String, Double> phase : new TreeMap<>(figures.seconds()).entrySet()) {
                json.writeNumberField(phase.getKey().replace(' ', '_'), phase.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private String rate(String phase) {
        return phase.equals("playing")
                ? String.format(
                        "%,.0f sends/s, %,.0f deliveries/s",
                        figures.perSecond(phase, figures.ledger().acked()),
                        figures.perSecond(phase, figures.tally().delivered.sum()))
                : "";
    }

    private static void row(PrintWriter out, String name, long count, String besides) {
        out.printf("  %-14s %,13d   %s%n", name, count, besides);
    }

    private static void latency(PrintWriter out, String name, Histogram micros) {
        out.printf(
                "  %-14s %10.1f %10.1f %10.1f %10.1f%n",
                name,
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getValueAtPercentile(99.9) / 1e3,
                micros.getMaxValue() / 1e3);
    }

    private static void latency(JsonGenerator json, String field, Histogram micros) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeNumberField("p50", micros.getValueAtPercentile(50) / 1e3);
        json.writeNumberField("p99", micros.getValueAtPercentile(99) / 1e3);
        json.writeNumberField("p999", micros.getValueAtPercentile(99.9) / 1e3);
        json.writeNumberField("max", micros.getMaxValue() / 1e3);
        json.writeEndObject();
    }

    private static String name(Fault fault) {
        return fault.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
