package nscr.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import nscr.check.Check;
import nscr.check.Finding;
import nscr.content.Copier;
import nscr.content.Progress;
import nscr.oci.ImageReference;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.store.Import;
import nscr.store.Repository;
import nscr.store.Sample;
import nscr.store.SampleSource;
import nscr.store.Store;
import nscr.store.StoreOptions;

/// A store on disk to make backups of, and what there is to say of copies.
record Originals(Path directory) {
  static final Progress NOBODY = Progress.NONE;

  Store open() throws IOException {
    return open(directory);
  }

  static Store open(Path directory) throws IOException {
    return Store.open(directory, StoreOptions.of("test"));
  }

  /// An image of two layers, one of which is its own.
  static Sample image(String text) {
    return Sample.image(text, Sample.layer("shared"), Sample.layer("layer of " + text));
  }

  static void load(Store store, Sample image, String name) throws IOException {
    try (Import load = store.beginImport()) {
      new Copier(new SampleSource(image), load, true)
          .copy(image.descriptor(), ImageReference.parse(name));
      load.finish();
    }
  }

  BackupReport backUp(Path target) throws IOException {
    return backUp(target, true);
  }

  BackupReport backUp(Path target, boolean mayLink) throws IOException {
    try (Store store = open()) {
      return Backup.run(store, directory, target, options(mayLink, NOBODY));
    }
  }

  static TransferOptions options(boolean mayLink, Progress progress) {
    return new TransferOptions(
        mayLink, false, "process 1 (a test)", Duration.ofSeconds(30), progress);
  }

  /// What is in a store, each tag with its manifest, after a deep check of it all.
  static TreeMap<String, String> content(Path directory) throws IOException {
    TreeMap<String, String> found = new TreeMap<>();
    try (Store store = open(directory)) {
      assertEquals(List.of(), findings(store), directory.toString());
      for (RepositoryName name : store.repositories(Optional.empty(), 1000)) {
        Repository repository = store.repository(name);
        for (var row : repository.tags().list(Optional.empty(), 1000)) {
          found.put(name + ":" + row.tag(), row.manifest().toString());
          repository.manifests().get(new Tag(row.tag().value()));
        }
      }
    }
    return found;
  }

  static List<Finding> findings(Store store) throws IOException {
    List<Finding> findings = new ArrayList<>();
    Check.run(store, true, NOBODY, findings::add);
    return findings;
  }

  /// Removes `app:tag`, and its manifest if nothing else holds it.
  static void delete(Store store, String tag) throws IOException {
    store.repository(new RepositoryName("app")).manifests().release(new Tag(tag));
  }

  /// The files of a store or a backup.
  static List<Path> blobs(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("blobs"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
