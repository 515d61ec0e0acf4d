package nscr.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntSupplier;

/// What the server counts, for Prometheus. Any number of threads.
final class Metrics {
  /// From what comes out of the index to what takes a slow line minutes, in seconds.
  private static final double[] BOUNDS = {0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60, 600};

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter requests =
      Counter.builder()
          .name("nscr_http_requests")
          .help("Requests that are over, by what they asked for and the status of the answer.")
          .labelNames("endpoint", "status")
          .register(registry);
  private final Counter sent =
      Counter.builder()
          .name("nscr_http_sent")
          .unit(Unit.BYTES)
          .help("Bytes of answers' bodies, by what was asked for.")
          .labelNames("endpoint")
          .register(registry);
  private final Histogram durations =
      Histogram.builder()
          .name("nscr_http_duration")
          .unit(Unit.SECONDS)
          .help("From a request's head to the last byte of its answer.")
          .classicOnly()
          .classicUpperBounds(BOUNDS)
          .labelNames("endpoint")
          .register(registry);

  /// @param connections how many are open now
  Metrics(IntSupplier connections) {
    GaugeWithCallback.builder()
        .name("nscr_http_connections")
        .help("Connections that are open.")
        .callback(callback -> callback.call(connections.getAsInt()))
        .register(registry);
    JvmMetrics.builder().register(registry);
  }

  /// Counts a request that is over.
  void count(LoggedRequest request) {
    requests.labelValues(request.endpoint(), Integer.toString(request.status())).inc();
    sent.labelValues(request.endpoint()).inc(request.bytes());
    durations.labelValues(request.endpoint()).observe(request.took().toNanos() / 1e9);
  }

  /// Answers `GET /metrics`.
  void answer(ServerResponse response) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    try {
      writer.write(text, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    response.header(HeaderNames.CONTENT_TYPE, writer.getContentType());
    response.send(text.toByteArray());
  }
}
