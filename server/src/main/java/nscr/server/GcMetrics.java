package nscr.server;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import nscr.gc.GcReport;

/// What the gcs of this server did, for Prometheus.
final class GcMetrics {
  private final Summary durations;
  private final Counter failures;
  private final Counter removed;
  private final Counter freed;
  private final Gauge last;

  GcMetrics(PrometheusRegistry registry) {
    durations =
        Summary.builder()
            .name("nscr_gc_duration")
            .unit(Unit.SECONDS)
            .help("How often this server collected garbage, and for how long.")
            .register(registry);
    failures =
        Counter.builder()
            .name("nscr_gc_failures")
            .help("Gcs that ended with an error.")
            .register(registry);
    removed =
        Counter.builder()
            .name("nscr_gc_removed")
            .help("What was removed, by its kind.")
            .labelNames("kind")
            .register(registry);
    freed =
        Counter.builder()
            .name("nscr_gc_freed")
            .unit(Unit.BYTES)
            .help("Bytes given back to the disk.")
            .register(registry);
    last =
        Gauge.builder()
            .name("nscr_gc_last_success_timestamp")
            .unit(Unit.SECONDS)
            .help("When the last gc ended that did not fail; 0 before the first.")
            .register(registry);
    count(GcReport.NOTHING);
  }

  void count(GcSchedule.Run run) {
    durations.observe(run.took().toNanos() / 1e9);
    if (run.removed().isPresent()) {
      count(run.removed().get());
      last.set(System.currentTimeMillis() / 1e3);
    } else {
      failures.inc();
    }
  }

  private void count(GcReport report) {
    removed.labelValues("manifest").inc(report.manifests());
    removed.labelValues("link").inc(report.links());
    removed.labelValues("blob").inc(report.blobs());
    removed.labelValues("file").inc(report.files());
    removed.labelValues("upload").inc(report.uploads());
    freed.inc(report.freedBytes());
  }
}
