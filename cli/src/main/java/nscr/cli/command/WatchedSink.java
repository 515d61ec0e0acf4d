package nscr.cli.command;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import nscr.cli.Interruption;
import nscr.content.ContentSink;
import nscr.content.Progress;
import nscr.content.Spool;
import nscr.oci.Descriptor;
import nscr.oci.ImageReference;

/// A sink that tells how many bytes were put, and stops when the user wants to.
final class WatchedSink implements ContentSink {
  private final ContentSink sink;
  private final Progress progress;
  private final Interruption interruption;

  WatchedSink(ContentSink sink, Progress progress, Interruption interruption) {
    this.sink = sink;
    this.progress = progress;
    this.interruption = interruption;
  }

  /// A spool that stops likewise; it tells nothing, as what is read is counted where it is read.
  static Spool spool(Spool spool, Interruption interruption) {
    return (content, expected) -> spool.keep(interruption.checked(content), expected);
  }

  @Override
  public boolean has(Descriptor descriptor) throws IOException {
    interruption.check();
    return sink.has(descriptor);
  }

  @Override
  public void put(Descriptor descriptor, InputStream content) throws IOException {
    InputStream counted =
        new FilterInputStream(interruption.checked(content)) {
          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            progress.advance(Math.max(count, 0));
            return count;
          }
        };
    sink.put(descriptor, counted);
  }

  @Override
  public void tag(Descriptor manifest, ImageReference name) throws IOException {
    sink.tag(manifest, name);
  }

  @Override
  public void finish() throws IOException {
    interruption.check();
    sink.finish();
  }
}
