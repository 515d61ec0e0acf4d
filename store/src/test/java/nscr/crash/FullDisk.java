package nscr.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import nscr.check.Check;
import nscr.check.Finding;
import nscr.content.Copier;
import nscr.content.Progress;
import nscr.gc.Gc;
import nscr.oci.ImageReference;
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

/// A process that fills the disk its store is on to the last block, and makes room again. It says
/// on stdout what came of each thing it tried.
final class FullDisk {
  private static final RepositoryName APP = new RepositoryName("app");
  private static final int LAYER = 700_000;

  private final Path directory;
  private final Store store;
  private final Repository repository;
  private final Random random;
  private int pushed;

  private FullDisk(Path directory, long seed) throws IOException {
    this.directory = directory;
    this.store = Store.open(directory.resolve("store"), StoreOptions.of("test"));
    this.repository = store.repository(APP);
    this.random = new Random(seed);
  }

  /// @param arguments what to do, the disk, and a seed
  public static void main(String[] arguments) throws IOException {
    Path disk = Path.of(arguments[1]);
    long seed = Long.parseLong(arguments[2]);
    switch (arguments[0]) {
      case "fill" -> new FullDisk(disk, seed).fill();
      case "begin" -> new FullDisk(disk, seed).begin();
      case "read" -> new FullDisk(disk, seed).read();
      case "fill-and-die" -> new FullDisk(disk, seed).fillAndDie();
      case "tear" -> tear(disk.resolve("store/index"));
      case "fill-the-rest" -> fillDisk(disk);
      default -> new FullDisk(disk, seed + 1).makeRoom();
    }
  }

  private interface Attempt {
    void run() throws IOException;
  }

  private static boolean attempt(String what, Attempt attempt) {
    try {
      attempt.run();
      System.out.println(what + ": done");
      return true;
    } catch (IOException e) {
      String message = e.getMessage();
      System.out.println(
          what + (message.contains("No space left on device") ? ": full" : ": " + e));
      return false;
    }
  }

  /// With the store open: whatever makes it larger is refused, whatever makes it smaller is done.
  private void fill() throws IOException {
    fillUp();
    attempt("push", this::push);
    for (int n = 0; n < 3; n++) {
      attempt("import", this::load);
    }
    // The room that was allocated for the log ahead is used up by and by.
    int tagged = 0;
    while (tagged < 200_000 && isTagged("again" + tagged % 50)) {
      tagged++;
    }
    System.out.println("tag: " + (tagged < 200_000 ? "full" : "without end"));
    attempt("push", this::push);
    makeRoom();
  }

  private boolean isTagged(String tag) {
    try {
      repository.tags().put(first().manifest(), List.of(new Tag(tag)));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private TagRow first() throws IOException {
    return repository.tags().list(Optional.empty(), 1).getFirst();
  }

  /// A store as a command leaves it that ends well.
  private void begin() throws IOException {
    for (int n = 0; n < 12; n++) {
      push();
    }
    store.close();
  }

  /// Reading needs no room, and so takes nothing of what is kept for deleting.
  private void read() throws IOException {
    boolean isThere = first().manifest() != null;
    store.close();
    System.out.println(
        "read: " + isThere + ", reserve: " + Files.exists(directory.resolve("store/reserve")));
  }

  private void fillAndDie() throws IOException {
    fillUp();
    isTagged("again");
    Runtime.getRuntime().halt(137);
  }

  private void makeRoom() throws IOException {
    attempt("push", this::push);
    attempt("import", this::load);
    check("full");
    List<TagRow> images = repository.tags().list(Optional.empty(), 1000);
    attempt(
        "delete",
        () -> {
          for (TagRow image : images.subList(0, images.size() - 2)) {
            repository.manifests().release(image.tag());
          }
        });
    attempt("gc", () -> Gc.execute(store, TestStore.AT_ONCE));
    attempt("push", this::push);
    attempt("import", this::load);
    attempt("tag", () -> repository.tags().put(first().manifest(), List.of(new Tag("again"))));
    check("with room");
    System.out.println("reserve: " + Files.exists(directory.resolve("store/reserve")));
    store.close();
  }

  /// Everything is there, byte for byte.
  private void check(String when) throws IOException {
    List<Finding> findings = new ArrayList<>();
    Check.run(store, true, Progress.NONE, findings::add);
    System.out.println("check, " + when + ": " + findings);
  }

  private void fillUp() throws IOException {
    try {
      while (true) {
        push();
      }
    } catch (IOException e) {
      System.out.println("filled by images: " + (pushed > 5));
    }
    fillDisk(directory);
  }

  /// To the last byte, by something that is not ours.
  private static void fillDisk(Path disk) throws IOException {
    for (int size : new int[] {4 << 10, 1}) {
      try (var out =
          Files.newOutputStream(
              disk.resolve("ballast"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        while (true) {
          out.write(new byte[size]);
        }
      } catch (IOException e) {
        continue;
      }
    }
  }

  private Sample image() {
    byte[] layer = new byte[LAYER];
    random.nextBytes(layer);
    return Sample.image(
        "image " + random.nextInt(), Sample.layer(java.util.HexFormat.of().formatHex(layer)));
  }

  private void push() throws IOException {
    Sample image = image();
    for (Sample blob : image.children()) {
      try (Upload upload = repository.blobs().upload()) {
        upload.write(ByteBuffer.wrap(blob.content()));
        upload.finish(blob.digest());
      }
    }
    Tag tag = new Tag("image" + pushed + "-" + image.digest().hex().substring(0, 6));
    repository.manifests().put(image.mediaType(), image.content(), Optional.empty(), List.of(tag));
    pushed++;
  }

  private void load() throws IOException {
    Sample image = image();
    ImageReference name = ImageReference.of(APP, new Tag("imported"));
    try (Import load = store.beginImport()) {
      new Copier(new SampleSource(image), load, true).copy(image.descriptor(), name);
      load.finish();
    }
  }

  /// Cuts the last write to the log in half, as a loss of power may.
  private static void tear(Path index) throws IOException {
    Path last = null;
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(index, "[0-9]*.log")) {
      for (Path log : logs) {
        last = last == null || log.compareTo(last) > 0 ? log : last;
      }
    }
    try (var channel = java.nio.channels.FileChannel.open(last, StandardOpenOption.WRITE)) {
      channel.truncate(Math.max(0, channel.size() - 20));
    }
  }
}
