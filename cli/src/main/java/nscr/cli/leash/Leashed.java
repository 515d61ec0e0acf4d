package nscr.cli.leash;

import java.io.IOException;
import nscr.cli.Nscr;

/// The program for who started it as part of something larger: as [Nscr], but it dies at once when
/// its standard input ends, as it does when whoever holds the other end has died, however that was.
public final class Leashed {
  private static final int KILLED = 137;

  private Leashed() {}

  /// Runs the command that `arguments` name, which must not read standard input.
  public static void main(String[] arguments) {
    Thread.ofPlatform().daemon().name("leash").start(Leashed::watch);
    Nscr.main(arguments);
  }

  private static void watch() {
    try {
      while (System.in.read() >= 0) {
        continue;
      }
    } catch (IOException e) {
      // As good as its end.
    } finally {
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
