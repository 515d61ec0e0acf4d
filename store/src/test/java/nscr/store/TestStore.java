package nscr.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nscr.blob.BlobBackend;
import nscr.blob.FileBlobBackend;
import nscr.blob.MemoryBlobBackend;
import nscr.check.Check;
import nscr.check.Finding;
import nscr.content.Copier;
import nscr.content.Progress;
import nscr.gc.Gc;
import nscr.gc.GcPolicy;
import nscr.gc.GcReport;
import nscr.index.IndexBackend;
import nscr.index.MemoryIndexBackend;
import nscr.oci.Digest;
import nscr.oci.ImageReference;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;

/// A store to try things on, with a clock that stands still. Closing it checks it: a test that
/// leaves it broken fails.
public final class TestStore implements Closeable {
  /// Everything that nothing needs goes at once.
  public static final GcPolicy AT_ONCE =
      new GcPolicy(Duration.ZERO, Optional.of(Duration.ZERO), Duration.ZERO);

  private final IndexBackend index;
  private final BlobBackend blobs;
  private final TestClock clock;
  private final Store store;

  /// A store in memory.
  public TestStore() {
    this(new MemoryIndexBackend(), new MemoryBlobBackend(), new TestClock());
  }

  /// A store whose index is in memory and whose blobs are files below `directory`.
  public TestStore(Path directory) {
    this(new MemoryIndexBackend(), new FileBlobBackend(directory), new TestClock());
  }

  /// A store over these backends, which it closes.
  public TestStore(IndexBackend index, BlobBackend blobs, TestClock clock) {
    this.index = index;
    this.blobs = blobs;
    this.clock = clock;
    this.store = Store.over(index, blobs, clock);
  }

  public Store store() {
    return store;
  }

  /// What the store keeps its rows in.
  public IndexBackend index() {
    return index;
  }

  /// What the store keeps its files in.
  public BlobBackend blobs() {
    return blobs;
  }

  public TestClock clock() {
    return clock;
  }

  public Repository repository(String name) {
    return store.repository(new RepositoryName(name));
  }

  /// Uploads a blob.
  public Digest upload(String repository, Sample blob) throws IOException {
    try (Upload upload = repository(repository).blobs().upload()) {
      upload.write(ByteBuffer.wrap(blob.content()));
      return upload.finish(blob.digest()).digest();
    }
  }

  /// Pushes content with all it needs, as clients do: blobs, then manifests from the leaves up, the
  /// last one with its tags. Layers that need not be there are left out.
  public Digest push(String repository, Sample sample, String... tags) throws IOException {
    for (Sample child : sample.children()) {
      if (!child.mediaType().isNonDistributable()) {
        push(repository, child);
      }
    }
    return sample.isManifest() ? put(repository, sample, tags) : upload(repository, sample);
  }

  /// Puts a manifest whose children are there.
  public Digest put(String repository, Sample manifest, String... tags) throws IOException {
    return repository(repository)
        .manifests()
        .put(
            manifest.mediaType(),
            manifest.content(),
            Optional.of(manifest.digest()),
            Stream.of(tags).map(Tag::new).toList());
  }

  /// Points tags at a manifest.
  public void tag(String repository, Digest manifest, String... tags) throws IOException {
    repository(repository).tags().put(manifest, Stream.of(tags).map(Tag::new).toList());
  }

  /// Imports content with all it needs and what refers to it, in one go.
  ///
  /// @param name `repository:tag` or `repository@digest`
  public void load(SampleSource source, Sample root, String name) throws IOException {
    try (Import load = store.beginImport()) {
      new Copier(source, load, true).copy(root.descriptor(), ImageReference.parse(name));
      load.finish();
    }
  }

  /// Removes everything that nothing needs, a moment from now.
  public GcReport gc() throws IOException {
    clock.advance(Duration.ofSeconds(1));
    return Gc.execute(store, AT_ONCE);
  }

  /// Everything a deep check finds.
  public List<Finding> findings() throws IOException {
    List<Finding> found = new ArrayList<>();
    Check.run(store, true, Progress.NONE, found::add);
    return found;
  }

  /// Checks the store and closes it.
  @Override
  public void close() throws IOException {
    List<Finding> findings = findings();
    store.close();
    assertEquals(List.of(), findings);
  }
}
