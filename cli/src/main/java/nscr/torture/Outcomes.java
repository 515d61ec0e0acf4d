package nscr.torture;

import java.io.IOException;
import nscr.oci.OciException;
import nscr.store.StoreException;

/// What it means to an operation that something was thrown.
final class Outcomes {
  private Outcomes() {}

  /// A way to carry something out.
  @FunctionalInterface
  interface Attempt {
    Outcome run() throws IOException;
  }

  static Outcome of(Attempt attempt) {
    try {
      return attempt.run();
    } catch (OciException e) {
      return new Outcome.Refused(e.code(), String.valueOf(e.getMessage()));
    } catch (WrongException e) {
      return new Outcome.Wrong(e.getMessage());
    } catch (LostAnswerException e) {
      return new Outcome.Unknown(e.getMessage());
    } catch (StoreException.Busy e) {
      // Nobody answered in time: whether the last change was made is not known.
      return new Outcome.Unknown(e.getMessage());
    } catch (StoreException.Damaged e) {
      return new Outcome.Wrong(e.getMessage());
    } catch (IOException e) {
      return isFull(e) ? new Outcome.Unknown("the disk is full") : new Outcome.Failed(e.toString());
    } catch (RuntimeException e) {
      return new Outcome.Failed(e.toString());
    }
  }

  private static boolean isFull(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(java.util.Locale.ROOT);
    return message.contains("no space left") || message.contains("quota exceeded");
  }
}
