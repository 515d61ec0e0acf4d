package nscr.torture;

/// Carries operations out. One thread at a time.
@FunctionalInterface
interface Hand {
  Outcome perform(Operation operation);
}
