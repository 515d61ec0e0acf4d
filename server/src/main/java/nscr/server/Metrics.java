package nscr.server;

import io.helidon.http.HeaderNames;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmCompilationMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmNativeMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import nscr.server.api.Exchange;

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
  private final Counter received =
      Counter.builder()
          .name("nscr_http_received")
          .unit(Unit.BYTES)
          .help("Bytes of requests' bodies, by what was asked for.")
          .labelNames("endpoint")
          .register(registry);
  private final AtomicInteger running = new AtomicInteger();
  private final Map<String, OfEndpoint> endpoints = new ConcurrentHashMap<>();
  private final GcMetrics gc = new GcMetrics(registry);
  private final StoreMetrics store;
  private final Lock aboutJvm = new ReentrantLock();
  private boolean tellsOfJvm;

  /// @param connections how many are open now
  Metrics(IntSupplier connections, StoreSizes sizes) {
    store = new StoreMetrics(registry, sizes);
    GaugeWithCallback.builder()
        .name("nscr_http_connections")
        .help("Connections that are open.")
        .callback(callback -> callback.call(connections.getAsInt()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("nscr_http_requests_running")
        .help("Requests whose answers are not over.")
        .callback(callback -> callback.call(running.get()))
        .register(registry);
  }

  /// All there are but what was allocated in each pool: that is added up at every collection, in
  /// code that hardly runs and so is never compiled, which under many small requests took longer
  /// than collecting.
  private void registerJvm() {
    JvmBufferPoolMetrics.builder().register(registry);
    JvmClassLoadingMetrics.builder().register(registry);
    JvmCompilationMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmMemoryMetrics.builder().register(registry);
    JvmNativeMemoryMetrics.builder().register(registry);
    JvmRuntimeInfoMetric.builder().register(registry);
    JvmThreadsMetrics.builder().register(registry);
  }

  /// What is counted of one kind of request: looked up once, as each request would otherwise look
  /// up four.
  private final class OfEndpoint {
    private final String endpoint;
    private final CounterDataPoint received;
    private final CounterDataPoint sent;
    private final DistributionDataPoint durations;
    private final Map<Integer, CounterDataPoint> byStatus = new ConcurrentHashMap<>();

    OfEndpoint(String endpoint) {
      this.endpoint = endpoint;
      this.received = Metrics.this.received.labelValues(endpoint);
      this.sent = Metrics.this.sent.labelValues(endpoint);
      this.durations = Metrics.this.durations.labelValues(endpoint);
    }

    void count(Outcome outcome) {
      received.inc(outcome.received());
      sent.inc(outcome.bytes());
      durations.observe(outcome.took().toNanos() / 1e9);
      byStatus
          .computeIfAbsent(
              outcome.status(), status -> requests.labelValues(endpoint, Integer.toString(status)))
          .inc();
    }
  }

  /// A request has begun.
  void began() {
    running.incrementAndGet();
  }

  /// How many requests have begun and are not over.
  int running() {
    return running.get();
  }

  /// Counts a request that has begun and is over.
  void ended(Outcome outcome) {
    running.decrementAndGet();
    endpoints.computeIfAbsent(outcome.endpoint(), OfEndpoint::new).count(outcome);
  }

  /// Counts a gc that has ended.
  void count(GcSchedule.Run run) {
    gc.count(run);
  }

  /// What the JVM tells of itself comes with the first question: to ask it for that takes a tenth
  /// of a server's start.
  private void tellOfJvm() {
    aboutJvm.lock();
    try {
      if (!tellsOfJvm) {
        registerJvm();
        tellsOfJvm = true;
      }
    } finally {
      aboutJvm.unlock();
    }
  }

  /// Answers `GET /metrics`.
  void answer(Exchange exchange) {
    tellOfJvm();
    store.refresh();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    try {
      writer.write(text, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    exchange
        .with(HeaderNames.CONTENT_TYPE, writer.getContentType())
        .answer(200, text.toByteArray());
  }
}
