package nscr.cli;

/// What the command line says in one place; to be asked once it was parsed.
@FunctionalInterface
public interface Given<T> {
  T get();
}
