package nscr.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nscr.check.Check;
import nscr.check.Finding;
import nscr.content.Copier;
import nscr.content.Progress;
import nscr.index.IndexSocket;
import nscr.index.MemoryIndexBackend;
import nscr.index.Speaker;
import nscr.oci.ErrorCode;
import nscr.oci.ImageReference;
import nscr.oci.OciException;
import nscr.oci.RepositoryName;
import nscr.store.Access.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One store, opened several times.
@Timeout(120)
class SharedStoreTest {
  private static final String SELF = "process " + ProcessHandle.current().pid();

  @TempDir private Path temporary;

  private static Store open(Path directory, String command) throws IOException {
    return Store.open(directory, StoreOptions.of(command));
  }

  private static Store openNow(Path directory) throws IOException {
    return Store.open(
        directory, new StoreOptions(Duration.ZERO, "c", true, InstantSource.system()));
  }

  private static void load(Store store, Sample image, String name) throws IOException {
    try (Import load = store.beginImport()) {
      new Copier(new SampleSource(image), load, true)
          .copy(image.descriptor(), ImageReference.parse(name));
      load.finish();
    }
  }

  private static void assertSound(Store store) throws IOException {
    List<Finding> findings = new ArrayList<>();
    Check.run(store, true, Progress.NONE, findings::add);
    assertEquals(List.of(), findings);
  }

  private static void share(Path one, Path other) throws IOException {
    try (Store owner = open(one, "a");
        Store guest = open(other, "b")) {
      assertEquals(new Access(Role.OWNER, Optional.of(SELF + " (a)")), owner.access());
      assertEquals(new Access(Role.GUEST, Optional.of(SELF + " (a)")), guest.access());
      load(guest, Sample.image("image", Sample.layer("layer")), "app:1");
      assertEquals(List.of(new RepositoryName("app")), owner.repositories(Optional.empty(), 10));
    }
    assertTrue(Files.notExists(one.resolve("index.sock")));
    assertEquals(Optional.empty(), Store.owner(one));
  }

  @Test
  void aSecondOneIsTheGuestOfTheFirst() throws IOException {
    share(temporary.resolve("store"), temporary.resolve("store"));
  }

  @Test
  void whoStandsByTakesOverWithoutBeingAskedForAnything() throws Exception {
    Path directory = temporary.resolve("store");
    Store owner = open(directory, "a");
    try (Store guest = open(directory, "b")) {
      guest.standBy();
      owner.close();
      while (!Store.owner(directory).equals(Optional.of(SELF + " (b)"))) {
        Thread.sleep(10);
      }
      try (Store next = open(directory, "c")) {
        assertEquals(new Access(Role.GUEST, Optional.of(SELF + " (b)")), next.access());
      }
    }
    assertEquals(Optional.empty(), Store.owner(directory));
  }

  @Test
  void whoStandsByMayGoFirst() throws Exception {
    Path directory = temporary.resolve("store");
    try (Store owner = open(directory, "a")) {
      for (int n = 0; n < 20; n++) {
        try (Store guest = open(directory, "b")) {
          guest.standBy();
        }
      }
      assertEquals(Optional.of(SELF + " (a)"), Store.owner(directory));
      load(owner, Sample.image("image", Sample.layer("layer")), "app:1");
    }
    assertEquals(Optional.empty(), Store.owner(directory));
  }

  @Test
  void aStoreHasOneOwnerUnderWhateverName() throws IOException {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary.resolve("a store"));
    Files.createDirectory(temporary.resolve("a store"));
    share(temporary.resolve("a store"), link);
    share(link, temporary.resolve("a store"));
  }

  @Test
  void aStoreMayLieDeep() throws IOException {
    Path deep = temporary.resolve("a deep directory/".repeat(20)).resolve("store");
    share(deep, deep);
  }

  @Test
  void aGuestTakesOverWhenTheOwnerHasClosed() throws IOException {
    Path directory = temporary.resolve("store");
    Store first = open(directory, "a");
    try (Store second = open(directory, "b")) {
      load(second, Sample.image("image", Sample.layer("layer")), "app:1");
      first.close();
      load(second, Sample.image("other", Sample.layer("layer")), "app:2");
      assertEquals(Role.OWNER, second.access().role());
      try (Store third = open(directory, "c")) {
        assertEquals(new Access(Role.GUEST, Optional.of(SELF + " (b)")), third.access());
        assertSound(third);
      }
    }
  }

  @Test
  void anImportUnderWayOutlivesItsOwners() throws Exception {
    Path directory = temporary.resolve("store");
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      String repository = "app" + n;
      Sample image = Sample.image(repository, Sample.layer("shared"), Sample.layer(repository));
      tasks.add(() -> {
        try (Store store = open(directory, repository)) {
          for (int i = 0; i < 30; i++) {
            load(store, image, repository + ":" + i);
          }
        }
        return 0;
      });
    }
    tasks.add(() -> {
      for (int i = 0; i < 30; i++) {
        try (Store store = open(directory, "short")) {
          store.repositories(Optional.empty(), 10);
        }
      }
      return 0;
    });
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
      for (Future<?> one : tasks.stream().map(threads::submit).toList()) {
        one.get();
      }
    }
    try (Store store = open(directory, "a")) {
      assertSound(store);
      for (int n = 0; n < 3; n++) {
        Repository repository = store.repository(new RepositoryName("app" + n));
        assertEquals(30, repository.tags().list(Optional.empty(), 100).size());
      }
    }
  }

  @Test
  void anUploadIsWrittenByOneAtATime() throws IOException {
    Path directory = temporary.resolve("store");
    RepositoryName app = new RepositoryName("app");
    Sample layer = Sample.layer("layer");
    try (Store one = open(directory, "a");
        Store other = open(directory, "b")) {
      String id;
      try (Upload upload = one.repository(app).blobs().upload()) {
        id = upload.id();
        OciException refusal =
            assertThrows(OciException.class, () -> other.repository(app).blobs().resume(id));
        assertEquals(ErrorCode.TOOMANYREQUESTS, refusal.code());
      }
      try (Upload upload = other.repository(app).blobs().resume(id).orElseThrow()) {
        upload.write(ByteBuffer.wrap(layer.content()));
        upload.finish(layer.digest());
      }
    }
  }

  @Test
  void anOwnerThatDoesNotAnswerIsNamed() throws IOException {
    Path directory = temporary.resolve("store");
    open(directory, "a").close();
    try (Closeable _ = StoreLock.take(directory, "process 4711 (nscr gc)").orElseThrow()) {
      String refusal =
          assertThrows(StoreException.Busy.class, () -> openNow(directory)).getMessage();
      assertTrue(refusal.contains("in use by process 4711 (nscr gc), and it does not"), refusal);
      try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        silent.bind(UnixDomainSocketAddress.of(directory.resolve("index.sock")));
        assertThrows(StoreException.Busy.class, () -> openNow(directory));
      }
    }
    // What it has left behind is no hindrance.
    assertTrue(Files.exists(directory.resolve("index.sock")));
    openNow(directory).close();
  }

  @Test
  void anOwnerOfAnotherVersionIsNamedWithIt() throws IOException {
    Path directory = temporary.resolve("store");
    open(directory, "a").close();
    Speaker other = new Speaker("nscr 99", "process 4711 (nscr serve)");
    try (Closeable _ = StoreLock.take(directory, other.process()).orElseThrow();
        IndexSocket _ =
            IndexSocket.listen(
                new MemoryIndexBackend(), directory.resolve("index.sock"), other, _ -> true)) {
      String refusal =
          assertThrows(StoreException.Busy.class, () -> openNow(directory)).getMessage();
      assertTrue(refusal.contains("format nscr 99, and this nscr index protocol"), refusal);
    }
  }

  @Test
  void networkFileSystemsAreKnown() {
    for (String type : List.of("nfs", "nfs4", "cifs", "9p", "fuse.sshfs", "fuse.glusterfs")) {
      assertTrue(NetworkFileSystem.isNetwork(type), type);
    }
    for (String type : List.of("ext4", "xfs", "btrfs", "overlay", "tmpfs", "zfs", "fuseblk")) {
      assertTrue(!NetworkFileSystem.isNetwork(type), type);
    }
    assertEquals(Optional.empty(), NetworkFileSystem.of(temporary));
  }
}
