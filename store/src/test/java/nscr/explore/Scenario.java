package nscr.explore;

import java.util.List;

/// Who does what at once, and what the store is before.
///
/// @param before what was done before, one after another
/// @param faults how many commits may fail with an exception
record Scenario(String name, List<Actor.Act> before, List<Actor> actors, int faults) {

  static Scenario of(String name, Actor.Act before, Actor... actors) {
    return new Scenario(name, List.of(before), List.of(actors), 0);
  }

  /// The same where this many commits may fail.
  Scenario withFaults(int count) {
    return new Scenario(name, before, actors, count);
  }

  @Override
  public String toString() {
    return name;
  }
}
