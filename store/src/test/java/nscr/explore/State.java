package nscr.explore;

import java.util.List;
import nscr.explore.Stage.Promise;

/// A moment of a scenario: the store, and how far everybody is.
///
/// @param faults how many commits may still fail
record State(World world, List<Position> positions, int faults) {

  /// How far somebody is: in which act, behind which of its steps, and what they were told so far.
  record Position(int act, List<Step> steps, List<Promise> told) {
    static final Position START = new Position(0, List.of(), List.of());
  }

  boolean isOver(Scenario scenario, int actor) {
    return positions.get(actor).act() == scenario.actors().get(actor).acts().size();
  }

  /// Whether somebody is in the middle of an act.
  boolean isActing(int actor) {
    return !positions.get(actor).steps().isEmpty();
  }

  void addTo(Fingerprint fingerprint) throws java.io.IOException {
    fingerprint.add(world.tokens());
    for (Position position : positions) {
      fingerprint.add(position.act());
      fingerprint.add(position.told().size());
      position.steps().forEach(step -> fingerprint.add(step.tokens()));
    }
    fingerprint.add(faults);
  }
}
