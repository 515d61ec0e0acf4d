package nscr.server;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// What a request is called: in its answer, in the access log, and in whatever is logged while it
/// runs.
public final class RequestId {
  private static final ScopedValue<String> CURRENT = ScopedValue.newInstance();
  private static final int LONGEST = 64;

  private RequestId() {}

  /// The id of the request that this thread is at work for.
  public static Optional<String> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /// What the client calls its request, if that is sane, or else a new id.
  static String of(Optional<String> given) {
    return given.filter(RequestId::isSane).orElseGet(RequestId::next);
  }

  private static boolean isSane(String id) {
    return !id.isEmpty() && id.length() <= LONGEST && id.chars().allMatch(RequestId::isSane);
  }

  private static boolean isSane(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '.'
        || c == '_'
        || c == '-';
  }

  static String next() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  /// Runs `work` for the request of that id.
  static void during(String id, Runnable work) {
    ScopedValue.where(CURRENT, id).run(work);
  }
}
