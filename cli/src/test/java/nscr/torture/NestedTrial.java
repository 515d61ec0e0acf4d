package nscr.torture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import nscr.blob.BlobFile;
import nscr.blob.BlobName;
import nscr.blob.MemoryBlobBackend;
import nscr.blob.Staged;
import nscr.blob.StagedName;
import nscr.explore.ChangedBlobs;
import nscr.explore.ChangedIndex;
import nscr.explore.Switch;
import nscr.gc.Gc;
import nscr.index.Batch;
import nscr.index.Bytes;
import nscr.index.Entry;
import nscr.index.IndexBackend;
import nscr.index.MemoryIndexBackend;
import nscr.rows.Holder;
import nscr.rows.UploadRow;
import nscr.store.RepeatableStore;
import nscr.store.Store;
import nscr.store.TestClock;
import nscr.torture.Step.Fate;

/// A torture in one thread, in memory, that does exactly the same again: between any two steps
/// towards the index or the files of one operation, a whole other one, or a gc, may take place, and
/// in it another. Who is killed is so at such a step; where a server is killed, power is lost.
final class NestedTrial {
  private static final int DEEPEST = 3;
  private static final int SELDOM = 40;
  private static final int OFTEN = 6;
  private static final int STEPS_BETWEEN_INSPECTIONS = 60;

  private final Script script;
  private final Scene scene;
  private final Switch off;
  private final Random random;
  private final Court court;
  private final MemoryIndexBackend index = new MemoryIndexBackend();
  private final Disk disk;
  private final TestClock clock = new TestClock();
  private final List<Actor> actors = new ArrayList<>();
  private final Set<Integer> busy = new HashSet<>();
  private final Plan plan;
  private final Tally tally = new Tally();
  private int ids;
  private int depth;

  NestedTrial(Script script, Plan plan, Scene scene, Rules rules, Path journal) throws IOException {
    this.script = script;
    this.plan = plan;
    this.scene = scene;
    this.off = rules.off();
    this.random = new Random(script.seed());
    this.court = new Court(script, tally, new Journal(journal));
    this.disk = new Disk(new MemoryBlobBackend(), rules.syncs());
    reopen();
  }

  /// Which rules the store has.
  ///
  /// @param syncs whether files are synced before they are published
  record Rules(Switch off, boolean syncs) {
    static final Rules ALL = new Rules(Switch.NONE, true);
  }

  /// Who had it open is dead.
  private static final class Died extends Error {
    private static final long serialVersionUID = 1;
  }

  /// Everybody is.
  private static final class PowerLost extends Error {
    private static final long serialVersionUID = 1;
  }

  Tally tally() {
    return tally;
  }

  /// Takes steps until a promise is broken, there are none, or there were so many.
  Court run(int most) throws IOException {
    int since = 0;
    while (tally.done() < most && court.isContent()) {
      long before = tally.done();
      try {
        for (int worker = 0; worker < script.workers(); worker++) {
          take(worker);
        }
      } catch (PowerLost e) {
        disk.losePower();
        reopen();
      }
      since += (int) (tally.done() - before);
      if (since >= STEPS_BETWEEN_INSPECTIONS || tally.done() == before) {
        since = 0;
        inspect();
      }
      if (tally.done() == before) {
        return court;
      }
    }
    return court;
  }

  private void inspect() throws IOException {
    clock.advance(Duration.ofSeconds(2));
    bury();
    court.inspect(plain(), scene, random.nextBoolean());
  }

  private Store plain() {
    return store(index, disk);
  }

  private Store store(IndexBackend rows, nscr.blob.BlobBackend files) {
    return RepeatableStore.over(rows, files, clock, () -> "id" + ids++);
  }

  /// Those that imports say they belong to are dead.
  private void bury() throws IOException {
    Holder self = Holder.current();
    Holder dead = new Holder(self.world(), self.pid(), self.started() - 1);
    Store store = plain();
    store
        .rows()
        .each(
            UploadRow.all(),
            upload ->
                store
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

  private void reopen() {
    actors.clear();
    for (int worker = 0; worker <= script.workers(); worker++) {
      actors.add(new Actor());
    }
    busy.clear();
    depth = 0;
  }

  private Actor gc() {
    return actors.getLast();
  }

  /// A worker's next step.
  private void take(int worker) throws IOException {
    Optional<Step> next = plan.next(worker);
    if (next.isEmpty()) {
      return;
    }
    Step step = next.get();
    if (depth == 0 && scene.mercy() == Mercy.GRACE && random.nextInt(SELDOM) == 0) {
      // Nobody is at work: what came so far has waited long enough, but not what comes now.
      clock.advance(Mercy.GRACE.policy().grace().minusMinutes(random.nextInt(10)));
    }
    clock.advance(Duration.ofMillis(200));
    Outcome outcome = new Outcome.Unknown("killed");
    busy.add(worker);
    depth++;
    try {
      Actor actor = actors.get(worker);
      actor.fated(step);
      outcome = actor.hand.perform(step.operation());
      actor.unfated();
    } catch (Died e) {
      actors.set(worker, new Actor());
    } finally {
      depth--;
      busy.remove(worker);
      court.judge(step, outcome, scene);
    }
  }

  /// Perhaps something else comes first.
  private void between(int oneIn) throws IOException {
    if (depth >= DEEPEST || random.nextInt(oneIn) > 0) {
      return;
    }
    int worker = random.nextInt(script.workers() + 3);
    if (worker < script.workers()) {
      if (!busy.contains(worker)) {
        take(worker);
      }
    } else if (busy.add(script.workers())) {
      depth++;
      try {
        clock.advance(Duration.ofSeconds(1));
        Gc.execute(gc().store, scene.mercy().policy());
      } finally {
        depth--;
        busy.remove(script.workers());
      }
    }
  }

  /// A process with the store open, as far as this one can be one.
  private final class Actor {
    final Store store = store(new Rows(off.index(index)), new Files(off.blobs(disk)));
    final Hand hand = new StoreHand(store, script.goods(), scene);
    private Fate fate = Fate.NOTHING;
    private int stepsToLive = Integer.MAX_VALUE;

    void fated(Step step) {
      fate = step.fate();
      stepsToLive = fate == Fate.NOTHING ? Integer.MAX_VALUE : step.delay();
    }

    void unfated() {
      stepsToLive = Integer.MAX_VALUE;
    }

    private void step() throws IOException {
      step(SELDOM);
    }

    private void step(int oneIn) throws IOException {
      live();
      between(oneIn);
      live();
    }

    private void live() {
      if (stepsToLive == 0) {
        throw fate == Fate.SERVER_KILLED ? new PowerLost() : new Died();
      }
      if (stepsToLive != Integer.MAX_VALUE) {
        stepsToLive = Math.max(0, stepsToLive - 1);
      }
    }

    private final class Rows extends ChangedIndex {
      Rows(IndexBackend rows) {
        super(rows);
      }

      @Override
      public Optional<Bytes> get(String key) throws IOException {
        step();
        return super.get(key);
      }

      @Override
      public List<Entry> scan(String from, String to, int limit) throws IOException {
        step();
        return super.scan(from, to, limit);
      }

      @Override
      public boolean commit(Batch batch) throws IOException {
        step(OFTEN);
        return super.commit(batch);
      }
    }

    private final class Files extends ChangedBlobs {
      Files(nscr.blob.BlobBackend files) {
        super(files);
      }

      @Override
      public Staged stage(StagedName name) throws IOException {
        step();
        Staged staged = super.stage(name);
        return new Staged() {
          @Override
          public long size() throws IOException {
            return staged.size();
          }

          @Override
          public void write(ByteBuffer bytes) throws IOException {
            step();
            staged.write(bytes);
          }

          @Override
          public void close() throws IOException {
            staged.close();
          }
        };
      }

      @Override
      public void publish(java.util.Map<StagedName, BlobName> names) throws IOException {
        step();
        super.publish(names);
      }

      @Override
      public boolean hold(BlobName published, StagedName name) throws IOException {
        step();
        return super.hold(published, name);
      }

      @Override
      public long delete(BlobFile file) throws IOException {
        step();
        return super.delete(file);
      }
    }
  }
}
