package nscr.check;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import nscr.oci.RepositoryName;
import nscr.oci.Tag;
import nscr.rows.LinkRow;
import nscr.rows.State;
import nscr.store.Sample;
import nscr.store.TestStore;

/// Content of every kind, as a store has it in the middle of its life.
final class Example {
  static final Sample BASE = Sample.layer("base");
  static final Sample ONE = Sample.image("one", BASE, Sample.layer("one"));
  static final Sample TWO = Sample.image("two", BASE, Sample.layer("two"));
  static final Sample CACHE = Sample.layer("cache");
  static final Sample BOTH = Sample.index("both", ONE, TWO, CACHE);
  static final Sample NESTED = Sample.index("nested", BOTH, Sample.image("three", BASE));
  static final Sample SBOM = Sample.referrer("sbom", ONE, Sample.layer("packages"));
  static final Sample SIGNED_SBOM = Sample.referrer("signature of sbom", SBOM);
  static final Sample EARLY = Sample.referrer("early", Sample.image("not yet here"));
  static final Sample WINDOWS = Sample.image("windows", Sample.foreignLayer("elsewhere"), BASE);
  static final Sample BROKEN = Sample.image("broken", Sample.layer("withdrawn"));
  static final Sample UNTAGGED = Sample.image("untagged", BASE);

  private Example() {}

  static void fill(TestStore test) throws IOException {
    test.push("app", ONE, "one", "1");
    test.push("app", NESTED, "nested");
    test.push("app", SBOM);
    test.push("app", SIGNED_SBOM);
    test.push("app", EARLY);
    test.push("app", WINDOWS, "windows");
    test.push("app", UNTAGGED);
    test.put("app", Sample.index("of windows", WINDOWS), "index-of-windows");
    // What need not be there may come later, and then counts.
    test.upload("app", WINDOWS.children().get(1));
    test.put("app", WINDOWS, "windows");
    test.repository("mirror/app").blobs().mount(BASE.digest(), new RepositoryName("app"));
    test.push("mirror/app", TWO, "two");
    untagAndDelete(test);
    leaveUnfinished(test);
  }

  private static void untagAndDelete(TestStore test) throws IOException {
    Sample gone = Sample.index("gone", Sample.image("part of gone", Sample.layer("of gone")));
    test.push("gone", gone, "latest");
    test.push("gone", Sample.referrer("about gone", gone));
    test.repository("gone").manifests().delete(gone.digest());
    test.repository("app").tags().delete(new Tag("1"));
    Sample unused = Sample.layer("deleted");
    test.upload("app", unused);
    test.repository("app").blobs().delete(unused.digest());
    test.push("app", BROKEN, "broken");
    test.repository("app").blobs().withdraw(BROKEN.children().get(1).digest());
    // A deletion or a gc that was killed between its two commits.
    Sample claimed = Sample.layer("claimed");
    test.upload("app", claimed);
    test.store()
        .rows()
        .change(change -> {
          change.put(
              new LinkRow(
                  claimed.digest(),
                  test.repository("app").name(),
                  State.CLAIMED,
                  test.clock().instant()));
          return claimed;
        });
  }

  private static void leaveUnfinished(TestStore test) throws IOException {
    try (var upload = test.repository("app").blobs().upload()) {
      upload.write(ByteBuffer.wrap("half of".getBytes(StandardCharsets.UTF_8)));
    }
    test.store()
        .beginImport()
        .keep(new ByteArrayInputStream(new byte[] {1, 2, 3}), Optional.empty());
  }
}
