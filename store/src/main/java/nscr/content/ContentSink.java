package nscr.content;

import java.io.IOException;
import java.io.InputStream;
import nscr.oci.Descriptor;
import nscr.oci.ImageReference;

/// A place content goes to. Children are put before what needs them, and referrers after their
/// subject.
///
/// One thread at a time.
public interface ContentSink {

  /// Whether the content is already there, so that it need not be put; the sink keeps it until it
  /// is finished.
  boolean has(Descriptor descriptor) throws IOException;

  /// Puts a blob or a manifest, reading `content` to its end. The content is one that verifies
  /// itself, as [ContentSource#open] gives it.
  void put(Descriptor descriptor, InputStream content) throws IOException;

  /// Names a manifest that was put: `repository:tag`, or `repository@digest` for one that is only
  /// to be kept.
  void tag(Descriptor manifest, ImageReference name) throws IOException;

  /// Completes what was put and named. Without it nothing of it counts.
  void finish() throws IOException;
}
