package nscr.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import nscr.content.Copier;
import nscr.gc.Gc;
import nscr.oci.Digest;
import nscr.oci.ErrorCode;
import nscr.oci.ImageReference;
import nscr.oci.OciException;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.rows.TagRow;
import nscr.store.Import;
import nscr.store.Repository;
import nscr.store.Sample;
import nscr.store.SampleSource;
import nscr.store.Store;
import nscr.store.StoreOptions;
import nscr.store.TestStore;
import nscr.store.Upload;

/// A process that works on a store until it is killed. It says on stdout, a line each, which name
/// it is about to change and what it then leads to: see [Promises#read].
///
/// Its threads have a repository each, so that what one says of it is so, and share blobs.
final class Victim implements Runnable {
  private static final int THREADS = 2;
  private static final int LAYERS = 8;
  private static final int TAGS = 4;

  private final Store store;
  private final Repository repository;
  private final Random random;

  private Victim(Store store, String repository, Random random) {
    this.store = store;
    this.repository = store.repository(new RepositoryName(repository));
    this.random = random;
  }

  /// @param arguments the store's directory and a seed
  public static void main(String[] arguments) throws IOException {
    Store store = Store.open(Path.of(arguments[0]), StoreOptions.of("victim"));
    say("ready");
    for (int n = 0; n < THREADS; n++) {
      Random random = new Random(Long.parseLong(arguments[1]) + n);
      Thread.ofPlatform().start(new Victim(store, "repository" + n, random));
    }
  }

  /// In one write, so that a line is said whole or not at all.
  private static void say(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.US_ASCII);
    System.out.write(bytes, 0, bytes.length);
    System.out.flush();
  }

  @Override
  public void run() {
    try {
      while (true) {
        step();
      }
    } catch (IOException | RuntimeException | Error e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private void step() throws IOException {
    Tag tag = new Tag("t" + random.nextInt(TAGS));
    try {
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3 -> load(tag);
        case 4, 5 -> push(tag);
        case 6 -> retag(tag, new Tag("t" + random.nextInt(TAGS)));
        case 7 -> release(tag);
        case 8 -> delete(tag);
        default -> Gc.execute(store, TestStore.AT_ONCE);
      }
    } catch (OciException e) {
      // The gc of the other thread took what was pushed and not yet needed, or the upload.
      if (e.code() != ErrorCode.MANIFEST_BLOB_UNKNOWN
          && e.code() != ErrorCode.BLOB_UPLOAD_UNKNOWN) {
        throw e;
      }
    }
  }

  private Sample image() {
    List<Sample> layers = new ArrayList<>();
    for (int n = random.nextInt(4); n >= 0; n--) {
      int layer = random.nextInt(LAYERS);
      layers.add(Sample.layer(("layer " + layer + " ").repeat(1 + layer * layer * 1000)));
    }
    return Sample.image("image " + random.nextInt(5), layers.toArray(Sample[]::new));
  }

  private void load(Tag tag) throws IOException {
    Sample root = random.nextBoolean() ? image() : Sample.index("index", image(), image());
    Sample sbom = Sample.referrer("sbom", root, Sample.layer("packages"));
    ImageReference name = name(tag);
    say("forget " + name);
    try (Import load = store.beginImport()) {
      new Copier(new SampleSource(root, sbom), load, true).copy(root.descriptor(), name);
      load.finish();
    }
    say("keep " + name + " " + root.digest());
  }

  private void push(Tag tag) throws IOException {
    Sample image = image();
    for (Sample blob : image.children()) {
      try (Upload upload = repository.blobs().upload()) {
        upload.write(ByteBuffer.wrap(blob.content()));
        upload.finish(blob.digest());
      }
    }
    say("forget " + name(tag));
    repository.manifests().put(image.mediaType(), image.content(), Optional.empty(), List.of(tag));
    say("keep " + name(tag) + " " + image.digest());
  }

  private void retag(Tag from, Tag to) throws IOException {
    Optional<Digest> manifest = repository.tags().find(from).map(TagRow::manifest);
    if (manifest.isPresent()) {
      say("forget " + name(to));
      repository.tags().put(manifest.get(), List.of(to));
      say("keep " + name(to) + " " + manifest.get());
    }
  }

  private void release(Tag tag) throws IOException {
    if (repository.tags().find(tag).isPresent()) {
      say("forget " + name(tag));
      repository.manifests().release(tag);
      say("gone " + name(tag));
    }
  }

  private void delete(Tag tag) throws IOException {
    Optional<Digest> manifest = repository.tags().find(tag).map(TagRow::manifest);
    if (manifest.isPresent() && !repository.manifests().isNeeded(manifest.get())) {
      for (Tag other : repository.manifests().tags(manifest.get())) {
        say("forget " + name(other));
      }
      for (Tag other : repository.manifests().delete(manifest.get())) {
        say("gone " + name(other));
      }
    }
  }

  private ImageReference name(Tag tag) {
    return ImageReference.of(repository.name(), tag);
  }
}
