package nscr.server.api;

import java.util.Objects;
import java.util.OptionalLong;

/// What the API lets clients do.
///
/// @param readOnly whether nothing may be pushed or deleted
/// @param keepNeededBlobs whether a blob that a manifest of its repository needs cannot be deleted
/// @param largestBlob how many bytes a pushed blob may have; empty for any number
public record ApiSettings(boolean readOnly, boolean keepNeededBlobs, OptionalLong largestBlob) {

  /// Everything, of any size.
  public static final ApiSettings OPEN = new ApiSettings(false, false, OptionalLong.empty());

  public ApiSettings {
    Objects.requireNonNull(largestBlob);
  }
}
