package nscr.server;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import nscr.server.StoreSizes.Count;

/// How much is in the store, for Prometheus.
final class StoreMetrics {
  private final StoreSizes sizes;
  private volatile Optional<Count> latest = Optional.empty();

  StoreMetrics(PrometheusRegistry registry, StoreSizes sizes) {
    this.sizes = sizes;
    gauge("nscr_store_repositories", "Repositories.", count -> count.contents().repositories())
        .register(registry);
    gauge("nscr_store_manifests", "Manifests.", count -> count.contents().manifests())
        .register(registry);
    gauge("nscr_store_tags", "Tags.", count -> count.contents().tags()).register(registry);
    gauge("nscr_store_blobs", "Blobs, each once.", count -> count.contents().blobs())
        .register(registry);
    gauge("nscr_store_blob", "All blobs together.", count -> count.contents().blobBytes())
        .unit(Unit.BYTES)
        .register(registry);
    gauge("nscr_store_uploads", "Uploads in progress.", count -> count.contents().uploads())
        .register(registry);
    gauge(
            "nscr_store_counted_timestamp",
            "When all of these were counted.",
            count -> count.at().toEpochMilli() / 1e3)
        .unit(Unit.SECONDS)
        .register(registry);
  }

  private GaugeWithCallback.Builder gauge(String name, String help, ToDoubleFunction<Count> value) {
    return GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> latest.ifPresent(count -> callback.call(value.applyAsDouble(count))));
  }

  /// Brings what follows to one count.
  void refresh() {
    latest = sizes.latest();
  }
}
