package nscr.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import nscr.blob.MemoryBlobBackend;
import nscr.crash.Faults.Kind;
import nscr.index.Batch;
import nscr.index.Bytes;
import nscr.index.Entry;
import nscr.index.MemoryIndexBackend;
import nscr.oci.OciException;
import nscr.rows.Holder;
import nscr.rows.UploadRow;
import nscr.store.Blobs;
import nscr.store.TestClock;
import nscr.store.TestStore;
import nscr.store.Upload;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every operation is ended at every durable step, in every way the backends' contracts allow: what
/// was acknowledged is there, the rules hold, and gc removes all that is left behind.
class CrashTest {
  /// Those that upload [Operation#NEW_LAYER] and nothing else.
  private static final Set<Operation> UPLOADS =
      Set.of(Operation.UPLOAD, Operation.UPLOAD_IN_TWO_SITTINGS, Operation.CANCELLED_UPLOAD);

  /// A store that is about to be hurt: a copy of one that was prepared.
  private static final class World {
    final Faults faults = new Faults();
    final MemoryIndexBackend index = new MemoryIndexBackend();
    final MemoryBlobBackend files;
    final FaultyBlobBackend blobs;
    final TestClock clock = new TestClock();
    final TestStore test;
    final Promises promises;

    World(Operation operation) throws IOException {
      this(new MemoryBlobBackend(), new Promises());
      Operation.fill(test, promises);
      operation.prepare(test, promises);
    }

    private World(MemoryBlobBackend files, Promises promises) {
      this.files = files;
      this.blobs = new FaultyBlobBackend(files, faults);
      this.test = new TestStore(new FaultyIndexBackend(index, faults), blobs, clock);
      this.promises = promises;
    }

    World copy() throws IOException {
      World copy = new World(files.copy(), promises.copy());
      Map<String, Optional<Bytes>> rows = new HashMap<>();
      for (Entry entry : index.scan("", "~", Integer.MAX_VALUE)) {
        rows.put(entry.key(), Optional.of(entry.value()));
      }
      copy.index.commit(new Batch(Map.of(), rows));
      return copy;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStepThatFailsLeavesNothingWrong(Operation operation) throws IOException {
    World world = new World(operation);
    for (Kind kind : List.of(Kind.FAIL, Kind.FAIL_AFTER, Kind.FULL)) {
      int step = 1;
      while (failsAt(operation, world.copy(), new Strike(kind, step))) {
        step++;
      }
      assertTrue(step > 1, "no step was taken");
    }
  }

  private record Strike(Kind kind, int step) {
    @Override
    public String toString() {
      return kind + " at step " + step;
    }
  }

  private static boolean failsAt(Operation operation, World world, Strike strike)
      throws IOException {
    world.faults.arm(strike.kind(), strike.step());
    attempt(operation, world);
    boolean struck = world.faults.hasStruck();
    world.faults.disarm();
    String when = operation + ": " + strike;
    assertSound(world.test, world.promises, when);
    runAgain(operation, world.test, world.promises);
    assertSound(world.test, world.promises, when + ", then again");
    assertNothingIsLeft(world.test, world.promises, when);
    return struck;
  }

  @ParameterizedTest
  @EnumSource
  void aCrashAtAnyStepLeavesNothingWrong(Operation operation) throws IOException {
    World world = new World(operation);
    for (Kind kind : List.of(Kind.CRASH, Kind.CRASH_AFTER)) {
      int step = 1;
      while (crashesAt(operation, world.copy(), new Strike(kind, step), () -> false)) {
        crashesAt(operation, world.copy(), new Strike(kind, step), () -> true);
        BooleanSupplier coin = new Random(step)::nextBoolean;
        crashesAt(operation, world.copy(), new Strike(kind, step), coin);
        step++;
      }
      assertTrue(step > 1, "no step was taken");
    }
  }

  /// @param isLost asked for each thing that the disk may lose: never is a killed process, always
  ///   is a disk that forgets all it may
  private static boolean crashesAt(
      Operation operation, World world, Strike strike, BooleanSupplier isLost) throws IOException {
    world.faults.arm(strike.kind(), strike.step());
    attempt(operation, world);
    String when = operation + ": " + strike;
    MemoryBlobBackend survivors = world.blobs.survivors(isLost);
    TestStore reopened = new TestStore(world.index, survivors, world.clock);
    assertSound(reopened, world.promises, when);
    if (UPLOADS.contains(operation)) {
      finishUploads(reopened);
    }
    runAgain(operation, reopened, world.promises);
    assertSound(reopened, world.promises, when + ", then again");
    assertNothingIsLeft(reopened, world.promises, when);
    return world.faults.hasStruck();
  }

  private static void attempt(Operation operation, World world) {
    try {
      operation.run(world.test, world.promises);
    } catch (IOException e) {
      assertTrue(world.faults.hasStruck(), () -> "a failure out of nothing: " + e);
    }
  }

  private static void runAgain(Operation operation, TestStore test, Promises promises)
      throws IOException {
    try {
      operation.run(test, promises);
    } catch (OciException e) {
      // It was done before, by the attempt that was said to have failed.
      assertTrue(e.getMessage().contains(" has no "), e.getMessage());
    }
  }

  /// Clients go on with the uploads they were in the middle of, from wherever the store says they
  /// are.
  private static void finishUploads(TestStore test) throws IOException {
    List<UploadRow> uploads = new ArrayList<>();
    test.store().rows().each(UploadRow.all(), uploads::add);
    uploads.removeIf(upload -> upload.repository().isEmpty());
    for (UploadRow row : uploads) {
      Blobs blobs = test.store().repository(row.repository().orElseThrow()).blobs();
      try (Upload upload = blobs.resume(row.id()).orElseThrow()) {
        byte[] content = Operation.NEW_LAYER.content();
        int size = (int) upload.size();
        upload.write(ByteBuffer.wrap(content, size, content.length - size));
        upload.finish(Operation.NEW_LAYER.digest());
      }
    }
  }

  private static void assertSound(TestStore test, Promises promises, String when)
      throws IOException {
    assertEquals(List.of(), test.findings(), when);
    promises.assertKept(test.store(), when);
  }

  private static void assertNothingIsLeft(TestStore test, Promises promises, String when)
      throws IOException {
    bury(test);
    test.gc();
    promises.forgetUntagged();
    assertSound(test, promises, when + ", then gc");
    Garbage.assertNone(test.store());
  }

  /// Lets the processes die that imports say they belong to.
  private static void bury(TestStore test) throws IOException {
    Holder self = Holder.current();
    Holder dead = new Holder(self.world(), self.pid(), self.started() - 1);
    test.store()
        .rows()
        .each(
            UploadRow.all(),
            upload ->
                test.store()
                    .rows()
                    .change(change -> {
                      change.put(
                          new UploadRow(
                              upload.id(),
                              upload.repository(),
                              upload.started(),
                              upload.active(),
                              upload.holder().map(_ -> dead)));
                      return upload;
                    }));
  }
}
