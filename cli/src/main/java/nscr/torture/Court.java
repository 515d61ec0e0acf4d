package nscr.torture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import nscr.check.Check;
import nscr.content.Progress;
import nscr.gc.Gc;
import nscr.oci.RepositoryName;
import nscr.store.Store;

/// Compares what is with what must be: each outcome when it comes, and the whole store when nobody
/// is at work. Outcomes of different workers may be judged at once.
final class Court {
  private static final int MOST = 100;
  private static final int PAGE = 100;

  private final List<Model> models;
  private final Tally tally;
  private final Journal journal;
  private final List<Violation> violations = new ArrayList<>();

  Court(Script script, Tally tally, Journal journal) {
    this.models =
        IntStream.range(0, script.workers())
            .mapToObj(worker -> new Model(script.goods(), Script.own(worker)))
            .toList();
    this.tally = tally;
    this.journal = journal;
  }

  /// Whether everything held so far.
  synchronized boolean isContent() {
    return violations.isEmpty();
  }

  synchronized List<Violation> violations() {
    return List.copyOf(violations);
  }

  private synchronized void convict(Violation violation) {
    journal.note("BROKEN " + violation);
    if (violations.size() < MOST) {
      violations.add(violation);
    }
  }

  /// One worker's outcomes are judged one after the other.
  void judge(Step step, Outcome outcome, Scene scene) {
    tally.count(step, outcome);
    journal.note(step + ": " + outcome.line());
    Model model = models.get(step.worker());
    model
        .judge(step.operation(), outcome, scene)
        .ifPresent(what -> convict(new Violation(scene.toString(), step.toString(), what)));
    if (outcome instanceof Outcome.Failed(var why)) {
      convict(new Violation(scene.toString(), step.toString(), "it failed: " + why));
    }
  }

  /// Something is wrong that no outcome shows.
  void accuse(Scene scene, String what) {
    convict(new Violation(scene.toString(), "inspection", what));
  }

  /// Looks at the whole store. All who used it have ended.
  ///
  /// @param collects whether also to remove all garbage, and look again
  void inspect(Store store, Scene scene, boolean collects) throws IOException {
    Consumer<String> wrong = what -> accuse(scene, what);
    look(store, wrong);
    if (collects) {
      Gc.execute(store, Mercy.NOBODY_WORKS);
      look(store, wrong);
      Recount.of(store, wrong).assertNoGarbage();
    }
  }

  private void look(Store store, Consumer<String> wrong) throws IOException {
    Check.run(store, true, Progress.NONE, finding -> wrong.accept("check found " + finding));
    Recount.of(store, wrong).assertSound();
    for (Model model : models) {
      model.quiet();
      new Inspection(store, model, wrong).run();
    }
  }

  /// Removes everything there is, and proves that nothing is left.
  void empty(Store store, Scene scene) throws IOException {
    List<RepositoryName> page;
    do {
      page = store.repositories(java.util.Optional.empty(), PAGE);
      for (RepositoryName repository : page) {
        store.repository(repository).delete();
      }
    } while (!page.isEmpty());
    Gc.execute(store, Mercy.NOBODY_WORKS);
    Recount left = Recount.of(store, what -> accuse(scene, what));
    left.assertNoGarbage();
    left.assertNothing();
  }
}
