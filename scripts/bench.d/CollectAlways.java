import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import nscr.gc.Gc;
import nscr.gc.GcPolicy;
import nscr.gc.GcReport;
import nscr.store.Store;
import nscr.store.StoreOptions;

/// Collects the garbage of a store again and again, without any pause, while a file is there: as `nscr gc --untagged 0s` does,
/// but for the start of the program.
///
///     java -cp nscr.jar CollectAlways.java STORE FILE      until it is killed; says what it removed, a line each
public final class CollectAlways {
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[1]);
    GcPolicy policy = new GcPolicy(Duration.ofHours(1), Optional.of(Duration.ZERO), Duration.ofDays(1));
    try (Store store = Store.open(Path.of(args[0]), StoreOptions.of("bench-gc"))) {
      while (true) {
        if (Files.exists(file)) {
          GcReport removed = Gc.execute(store, policy);
          System.out.println(removed);
        } else {
          Thread.sleep(10);
        }
      }
    }
  }
}
