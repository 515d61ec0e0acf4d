package nscr.explore;

import java.io.IOException;
import java.util.List;

/// Somebody who uses the store: what they do, one thing after another.
record Actor(String name, List<Act> acts) {

  /// One thing somebody does, such as a push: straight code on the real store. It must do the same
  /// again when the store answers the same.
  @FunctionalInterface
  interface Act {
    void run(Stage stage) throws IOException;
  }

  static Actor of(String name, Act... acts) {
    return new Actor(name, List.of(acts));
  }
}
