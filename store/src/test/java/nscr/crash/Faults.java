package nscr.crash;

import java.io.IOException;

/// Where the world ends: at one durable step of the backends that share this.
public final class Faults {

  /// What happens at the step.
  public enum Kind {
    /// It fails and has done nothing.
    FAIL,
    /// It is done, and then reported to have failed.
    FAIL_AFTER,
    /// From this step on there is no room, until some is made.
    FULL,
    /// The process is killed, or power is lost, before the step is complete.
    CRASH,
    /// The same just after it.
    CRASH_AFTER;

    public boolean isCrash() {
      return this == CRASH || this == CRASH_AFTER;
    }
  }

  /// What a step or a look at a backend does.
  @FunctionalInterface
  public interface Effect<T> {
    T run() throws IOException;
  }

  private Kind kind = Kind.FAIL;
  private int strikesAt;
  private int steps;
  private boolean full;
  private boolean crashed;

  /// From now on the `step`-th durable step strikes, counted from 1.
  public void arm(Kind strike, int step) {
    kind = strike;
    strikesAt = step;
    steps = 0;
  }

  /// Whether the step was reached.
  public boolean hasStruck() {
    return strikesAt > 0 && steps >= strikesAt;
  }

  /// Ends what is no crash: there is room again, and nothing fails any more.
  public void disarm() {
    full = false;
    strikesAt = 0;
  }

  /// Takes a durable step that needs no room.
  <T> T step(Effect<T> effect) throws IOException {
    return step(effect, () -> {}, false);
  }

  /// Takes a durable step that needs room, and does all or nothing.
  <T> T growingStep(Effect<T> effect) throws IOException {
    return step(effect, () -> {}, true);
  }

  /// Takes a durable step that needs room, and of which a crash may leave a part.
  <T> T growingStep(Effect<T> effect, Runnable part) throws IOException {
    return step(effect, part, true);
  }

  private <T> T step(Effect<T> effect, Runnable part, boolean grows) throws IOException {
    checkAlive();
    steps++;
    if (steps == strikesAt) {
      return strike(effect, part, grows);
    }
    checkRoom(grows);
    return effect.run();
  }

  private <T> T strike(Effect<T> effect, Runnable part, boolean grows) throws IOException {
    switch (kind) {
      case FAIL -> throw new IOException("the step failed");
      case FAIL_AFTER -> {
        effect.run();
        throw new IOException("the step is said to have failed");
      }
      case FULL -> {
        full = true;
        checkRoom(grows);
        return effect.run();
      }
      case CRASH -> {
        part.run();
        crashed = true;
      }
      case CRASH_AFTER -> {
        effect.run();
        crashed = true;
      }
    }
    throw new IOException("crashed");
  }

  private void checkRoom(boolean grows) throws IOException {
    if (full && grows) {
      throw new IOException("No space left on device");
    }
  }

  /// Fails after a crash: nobody sees anything any more.
  void checkAlive() throws IOException {
    if (crashed) {
      throw new IOException("crashed");
    }
  }
}
