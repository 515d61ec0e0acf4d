package nscr.gc;

import java.time.Duration;
import java.util.Optional;

/// What gc is to remove.
///
/// @param grace how long a blob that came may wait for its manifest: a courtesy to clients that are
///   still pushing, not what safety rests on. What somebody deleted waits for nothing.
/// @param untagged how long a manifest without a tag, which nothing else needs, is kept; empty for
///   ever
/// @param uploads how long an upload may be idle before it expires
public record GcPolicy(Duration grace, Optional<Duration> untagged, Duration uploads) {

  /// An hour for blobs, a day for uploads; untagged manifests stay.
  public static final GcPolicy USUAL =
      new GcPolicy(Duration.ofHours(1), Optional.empty(), Duration.ofDays(1));

  public GcPolicy {
    if (grace.isNegative()
        || uploads.isNegative()
        || untagged.filter(Duration::isNegative).isPresent()) {
      throw new IllegalArgumentException("a grace cannot be negative");
    }
  }
}
