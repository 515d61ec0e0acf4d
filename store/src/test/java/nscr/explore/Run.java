package nscr.explore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import nscr.index.Batch;

/// An actor's code on its way to its next step: it runs from the start, is given the results of the
/// steps it took before, takes one more, and is broken off before the one behind that.
final class Run {

  /// What breaks the code off. Not an exception that it would handle.
  static final class Suspended extends Error {
    private static final long serialVersionUID = 1;

    private Suspended() {
      super(null, null, false, false);
    }
  }

  /// What a commit may come to besides being made or refused.
  enum Fault {
    NONE,
    /// It fails, and was not made.
    LOST,
    /// It fails, but was made.
    MADE
  }

  /// What a faulty commit throws.
  static final class FaultException extends IOException {
    private static final long serialVersionUID = 1;

    private FaultException() {
      super("the disk failed");
    }
  }

  /// An access to the world; it may put another in its place.
  @FunctionalInterface
  interface Access<T> {
    T in(Run run) throws IOException;
  }

  private static final int LONGEST = 2000;

  private final boolean free;
  private final Fault fault;
  private final List<Step> steps;
  private World world;
  private int position;
  private boolean acted;
  private boolean suspended;
  private boolean faulty;
  private Step taken;

  /// @param free whether the code runs to its end
  private Run(World world, List<Step> steps, Fault fault, boolean free) {
    this.world = world;
    this.steps = new ArrayList<>(steps);
    this.fault = fault;
    this.free = free;
  }

  /// A run that takes one step behind `steps`.
  static Run oneStep(World world, List<Step> steps, Fault fault) {
    return new Run(world, steps, fault, false);
  }

  /// A run to the end, with nobody else there.
  static Run alone(World world) {
    return new Run(world, List.of(), Fault.NONE, true);
  }

  /// The world as it is now.
  World world() {
    return world;
  }

  void become(World next) {
    world = next;
  }

  /// All steps of the actor that it needs to come as far again.
  List<Step> steps() {
    return steps;
  }

  /// The step that this run was to take.
  Step taken() {
    return taken;
  }

  boolean isFaulty() {
    return faulty;
  }

  /// Takes a step, or repeats one.
  <T> T step(Step.What what, Class<T> type, Access<T> access) throws IOException {
    if (free) {
      if (++position > LONGEST) {
        throw new IllegalStateException("it does not end");
      }
      return access.in(this);
    }
    if (suspended) {
      throw new Suspended();
    }
    if (position >= steps.size()) {
      if (acted) {
        suspended = true;
        throw new Suspended();
      }
      acted = true;
      taken = take(what, access);
      steps.add(taken);
    }
    Step step = steps.get(position++);
    if (!step.what().isAgain(what)) {
      throw new IllegalStateException("was " + step.what() + " the last time, is " + what);
    }
    if (step.result() instanceof IOException e) {
      throw e;
    }
    return type.cast(step.result());
  }

  private Step take(Step.What what, Access<?> access) {
    try {
      if (what instanceof Step.Commit && fault != Fault.NONE) {
        faulty = true;
        if (fault == Fault.MADE) {
          access.in(this);
        }
        throw new FaultException();
      }
      return Step.of(what, access.in(this));
    } catch (IOException e) {
      return Step.of(what, e);
    }
  }

  /// After a refused commit: forgets what its attempt had read. The code reads it again, so that
  /// this leads to where it would be if it had come only now; states become one that way.
  void forgetAttempt(Batch batch) {
    if (free || !acted || position < steps.size()) {
      return;
    }
    int from = steps.size() - 1;
    while (from > 0 && !isBarrier(steps.get(from - 1))) {
      from--;
    }
    int first = steps.size();
    Set<String> missing = new java.util.HashSet<>(batch.expect().keySet());
    for (int i = steps.size() - 1; i >= from; i--) {
      if (steps.get(i).what() instanceof Step.Get get && missing.remove(get.key())) {
        first = i;
      }
    }
    if (missing.isEmpty()) {
      steps.subList(first, steps.size()).clear();
    }
  }

  private static boolean isBarrier(Step step) {
    return step.what() instanceof Step.Commit || step.what() instanceof Step.Files;
  }
}
