package chat.parley.systemtests;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The numbers of a running server, as Prometheus reads them. */
final class Metrics {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final RunningServer server;

    Metrics(RunningServer server) {
        this.server = server;
    }

    /** @param series a name with its labels in alphabetical order, as {@code name{label="x"}} */
    double value(String series) {
        HttpRequest request =
                HttpRequest.newBuilder(server.url().resolve("/metrics")).build();
        try {
            return HTTP.send(request, BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(series + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no metric " + series));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Until it has this value. */
    void await(String series, double value, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        for (double now = value(series); now != value; now = value(series)) {
            if (System.nanoTime() > end) {
                throw new AssertionError(series + " is " + now + ", not " + value + "\n" + server.log());
            }
        }
    }
}
