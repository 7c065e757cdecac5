package chat.parley.conformance;

import chat.parley.conformance.client.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The results as files that programs read. */
final class ResultFiles {

    private ResultFiles() {}

    static String json(String server, List<Result> results) {
        return Json.of(
                        "server",
                        server,
                        "checks",
                        results.size(),
                        "failed",
                        results.stream().filter(Result::isFailure).count(),
                        "results",
                        results.stream().map(ResultFiles::json).toList())
                .toPrettyString();
    }

    private static ObjectNode json(Result result) {
        ObjectNode node = Json.of(
                "name",
                result.check().name(),
                "section",
                result.check().section(),
                "contract",
                result.check().quotes(),
                "ms",
                result.took().toMillis());
        switch (result.verdict()) {
            case Result.Passed() -> node.put("verdict", "passed");
            case Result.NotRun(String reason) -> node.put("verdict", "not_run").put("reason", reason);
            case Result.Failed(String expected, String came, List<String> transcript) ->
                node.setAll(Json.of("verdict", "failed", "expected", expected, "came", came, "transcript", transcript));
        }
        return node;
    }

    static String junit(List<Result> results) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", "parley conform");
            xml.writeAttribute("tests", String.valueOf(results.size()));
            xml.writeAttribute(
                    "failures",
                    String.valueOf(results.stream().filter(Result::isFailure).count()));
            for (Result result : results) {
                write(result, xml);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("cannot write XML to memory", e);
        }
        return text.toString();
    }

    private static void write(Result result, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", result.check().section());
        xml.writeAttribute("name", result.check().name());
        xml.writeAttribute(
                "time", String.format(Locale.ROOT, "%.3f", result.took().toMillis() / 1e3));
        switch (result.verdict()) {
            case Result.Passed() -> {}
            case Result.NotRun(String reason) -> {
                xml.writeEmptyElement("skipped");
                xml.writeAttribute("message", printable(reason));
            }
            case Result.Failed(String expected, String came, List<String> transcript) -> {
                xml.writeStartElement("failure");
                xml.writeAttribute("message", printable("expected " + expected + ", came " + came));
                xml.writeCharacters(
                        printable(String.join("\n", result.check().quotes()) + "\n\n" + String.join("\n", transcript)));
                xml.writeEndElement();
            }
        }
        xml.writeEndElement();
    }

    /** Of what a server sent, XML bears not all. */
    private static String printable(String text) {
        return text.replaceAll("[^\\t\\n\\r\\x20-\\x{D7FF}\\x{E000}-\\x{FFFD}]", "?");
    }
}
