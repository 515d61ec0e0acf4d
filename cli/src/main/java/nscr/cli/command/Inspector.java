package nscr.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nscr.content.ContentSource;
import nscr.oci.Descriptor;
import nscr.oci.ImageManifest;
import nscr.oci.ImageReference;
import nscr.oci.Manifest;
import nscr.oci.MediaType;
import nscr.oci.Platform;
import nscr.rows.ManifestChanges;
import nscr.rows.ManifestRow;
import nscr.store.Repository;
import nscr.store.StoredManifest;

/// Finds out what manifests of a repository are made of.
final class Inspector {
  /// Indexes in indexes, and referrers of referrers, may go on for ever; people do not read that.
  private static final int DEEPEST = 20;

  private final Repository repository;
  private final ContentSource source;

  Inspector(Repository repository) {
    this.repository = repository;
    this.source = repository.source();
  }

  /// @param called how the answer is to name it
  Inspection inspect(StoredManifest stored, String called) throws IOException {
    return inspect(stored, called, Optional.empty(), 0);
  }

  private Inspection inspect(
      StoredManifest stored, String called, Optional<Descriptor> listed, int depth)
      throws IOException {
    Manifest manifest = stored.parse();
    Config config = config(manifest);
    Optional<ManifestRow> row = repository.manifests().row(stored.digest());
    return new Inspection(
        called,
        stored.digest(),
        stored.mediaType(),
        artifactType(manifest),
        listed.flatMap(Descriptor::platform).or(config::platform).map(Platform::toString),
        row.map(ManifestRow::pullSize).orElse((long) stored.content().length),
        row.map(ManifestRow::pushed),
        config.created(),
        repository.manifests().tags(stored.digest()),
        manifest.subject().map(Descriptor::digest),
        manifest.annotations(),
        config.labels(),
        manifest instanceof ImageManifest image
            ? Optional.of(Inspection.Part.of(image.config()))
            : Optional.empty(),
        blobs(manifest),
        config.steps(),
        manifests(manifest, depth),
        referrers(stored, depth));
  }

  private static Optional<String> artifactType(Manifest manifest) {
    return manifest
        .artifactType()
        .filter(type ->
            !type.equals(MediaType.IMAGE_CONFIG.value())
                && !type.equals(MediaType.DOCKER_CONFIG.value()));
  }

  private Config config(Manifest manifest) throws IOException {
    if (!(manifest instanceof ImageManifest image) || artifactType(manifest).isPresent()) {
      return Config.EMPTY;
    }
    Descriptor config = image.config();
    if (config.size() > Manifest.LARGEST || !source.has(config.digest())) {
      return Config.EMPTY;
    }
    try (var in = source.open(config)) {
      return Config.parse(in.readAllBytes());
    }
  }

  private static List<Inspection.Part> blobs(Manifest manifest) {
    List<Descriptor> blobs =
        manifest instanceof ImageManifest image
            ? image.layers()
            : manifest.children().stream()
                .filter(child -> !ManifestChanges.isManifestChild(manifest, child))
                .toList();
    return blobs.stream().map(Inspection.Part::of).toList();
  }

  private List<Inspection> manifests(Manifest manifest, int depth) throws IOException {
    List<Descriptor> children =
        manifest.children().stream()
            .filter(child -> ManifestChanges.isManifestChild(manifest, child))
            .toList();
    return inspectAll(children, depth);
  }

  private List<Inspection> referrers(StoredManifest stored, int depth) throws IOException {
    return inspectAll(source.referrers(stored.digest()), depth);
  }

  private List<Inspection> inspectAll(List<Descriptor> listed, int depth) throws IOException {
    List<Inspection> all = new ArrayList<>();
    if (depth < DEEPEST) {
      for (Descriptor one : listed) {
        Optional<StoredManifest> stored = repository.manifests().find(one.digest());
        if (stored.isPresent()) {
          String called = ImageReference.of(repository.name(), one.digest()).toString();
          all.add(inspect(stored.get(), called, Optional.of(one), depth + 1));
        }
      }
    }
    return all;
  }
}
