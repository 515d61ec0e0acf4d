package nscr.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import nscr.content.Progress;
import nscr.crash.Garbage;
import nscr.gc.Gc;
import nscr.oci.Descriptor;
import nscr.oci.OciException;
import nscr.oci.Tag;
import nscr.rows.ManifestChanges;
import nscr.store.Blob;
import nscr.store.Repository;
import nscr.store.Sample;
import nscr.store.SampleSource;
import nscr.store.StoredManifest;
import nscr.store.TestStore;
import org.junit.jupiter.api.Test;

/// Beside pushes, imports, pulls, deletes and gcs of the same few things, no pull breaks and a
/// check finds nothing; and when they end, one gc leaves nothing that no tag leads to.
class ChurnTest {
  private static final long SECONDS = Long.getLong("nscr.churn.seconds", 3);

  private static final List<String> REPOSITORIES = List.of("app", "mirror/app");
  private static final List<Sample> SAMPLES =
      List.of(Example.ONE, Example.TWO, Example.BOTH, Example.SBOM, Example.SIGNED_SBOM);

  private final TestStore test = new TestStore();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong operations = new AtomicLong();
  private final AtomicLong refusals = new AtomicLong();

  @Test
  void nothingIsFoundWhileTheStoreIsInUse() throws Exception {
    long seed = Long.getLong("nscr.seed", System.nanoTime());
    System.out.println("seed " + seed);
    List<Callable<Long>> work = new ArrayList<>();
    for (int n = 0; n < 4; n++) {
      Random random = new Random(seed + n);
      work.add(() -> repeat(() -> change(random)));
    }
    for (int n = 0; n < 2; n++) {
      work.add(() -> repeat(() -> Gc.execute(test.store(), TestStore.AT_ONCE)));
    }
    List<Finding> findings = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<Long>> running = work.stream().map(threads::submit).toList();
      long end = System.nanoTime() + SECONDS * 1_000_000_000;
      int checks = 0;
      while (System.nanoTime() < end && findings.isEmpty()) {
        Check.run(test.store(), checks++ % 2 == 0, Progress.NONE, findings::add);
      }
      over.set(true);
      for (Future<Long> one : running) {
        assertTrue(one.get() > 0);
      }
      System.out.println(
          checks + " checks beside " + operations + " operations, " + refusals + " refused");
    }
    assertEquals(List.of(), findings, "seed " + seed);
    // Whatever was in progress is over: one gc leaves nothing.
    test.gc();
    Garbage.assertNone(test.store());
    test.close();
  }

  private interface Step {
    void run() throws IOException;
  }

  private long repeat(Step step) throws IOException {
    long done = 0;
    while (!over.get()) {
      step.run();
      done++;
    }
    return done;
  }

  private void change(Random random) throws IOException {
    String repository = REPOSITORIES.get(random.nextInt(REPOSITORIES.size()));
    Sample sample = SAMPLES.get(random.nextInt(SAMPLES.size()));
    String tag = "t" + random.nextInt(3);
    operations.incrementAndGet();
    try {
      switch (random.nextInt(10)) {
        case 8, 9 -> pull(repository, new Tag(tag));
        case 0, 1 -> test.push(repository, sample, tag);
        case 2 -> test.push(repository, sample);
        case 3 ->
            test.load(
                new SampleSource(Example.BOTH, Example.SBOM), Example.BOTH, repository + ":" + tag);
        case 4 -> test.tag(repository, sample.digest(), tag);
        case 5 -> test.repository(repository).tags().delete(new Tag(tag));
        case 6 -> test.repository(repository).manifests().delete(sample.digest());
        default -> mountOrDelete(repository, random);
      }
    } catch (OciException e) {
      // Somebody else was faster: what was needed is gone, or what was to go is needed.
      refusals.incrementAndGet();
    }
  }

  /// Pulls an image: what a manifest needs is there as long as the manifest is.
  private void pull(String name, Tag tag) throws IOException {
    Repository repository = test.repository(name);
    Optional<StoredManifest> root = repository.manifests().find(tag);
    if (root.isPresent()) {
      pull(repository, root.get());
    }
  }

  private void pull(Repository repository, StoredManifest manifest) throws IOException {
    for (Descriptor child : ManifestChanges.distinctChildren(manifest.parse())) {
      int tries = 0;
      // Deleted, collected and pushed again between two reads, it may seem to be missing; not
      // often.
      while (!isPulled(repository, manifest, child)
          && repository.manifests().find(manifest.digest()).isPresent()) {
        assertTrue(tries++ < 20, child.digest() + " is missing from " + manifest.digest());
      }
    }
  }

  private boolean isPulled(Repository repository, StoredManifest parent, Descriptor child)
      throws IOException {
    if (ManifestChanges.isManifestChild(parent.parse(), child)) {
      Optional<StoredManifest> found = repository.manifests().find(child.digest());
      if (found.isPresent()) {
        pull(repository, found.get());
      }
      return found.isPresent();
    }
    Optional<Blob> blob = repository.blobs().find(child.digest());
    if (blob.isEmpty()) {
      return false;
    }
    try (var content = blob.get().open()) {
      assertEquals(child.size(), content.size());
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private void mountOrDelete(String repository, Random random) throws IOException {
    var blobs = test.repository(repository).blobs();
    if (random.nextBoolean()) {
      blobs.mount(Example.BASE.digest(), test.repository(REPOSITORIES.get(0)).name());
    } else {
      blobs.delete(Example.BASE.digest());
    }
  }
}
