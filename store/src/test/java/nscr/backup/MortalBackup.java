package nscr.backup;

import java.io.IOException;
import java.nio.file.Path;
import nscr.content.Progress;
import nscr.store.Store;

/// A process that makes a backup, or a store of one, or of one in the place of another, and dies at
/// a given step of it, as by kill -9.
final class MortalBackup {
  private MortalBackup() {}

  /// @param arguments `backup`, `restore` or `replace`, the store, the backup, and after how many
  ///   steps to die
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[1]);
    Path backup = Path.of(arguments[2]);
    TransferOptions options = Originals.options(false, dyingAfter(Integer.parseInt(arguments[3])));
    if (arguments[0].equals("replace")) {
      Restore.replace(backup, directory, options);
      return;
    }
    if (arguments[0].equals("restore")) {
      Restore.run(backup, directory, options);
      return;
    }
    try (Store store = Originals.open(directory)) {
      Backup.run(store, directory, backup, options);
    }
  }

  private static Progress dyingAfter(int steps) {
    return new Progress() {
      private int left = steps;

      @Override
      public void begin(String what, long bytes) {
        step();
      }

      @Override
      public void advance(long bytes) {
        step();
      }

      private void step() {
        if (--left < 0) {
          Runtime.getRuntime().halt(137);
        }
      }
    };
  }
}
