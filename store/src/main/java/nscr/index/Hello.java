package nscr.index;

import java.io.IOException;

/// How the two sides of a connection introduce themselves: first the guest, then the owner, each
/// with one frame. The form of this frame is the same for all versions, but for what may be added
/// behind it: so a skew of versions can be told.
///
/// @param protocol the version of what follows
/// @param format the version of the rows, as the store says it
/// @param process who speaks, in words: `process 4711 (nscr serve)`
/// @param largestRequest bytes the owner takes in one frame; of a guest, 0
record Hello(int protocol, String format, String process, int largestRequest) {
  /// The version of the requests and answers this program speaks.
  static final int PROTOCOL = 2;

  private static final int MAGIC = 0x6e736372; // nscr
  private static final int LARGEST = 4096;

  boolean understands(Hello other) {
    return protocol == other.protocol && format.equals(other.format);
  }

  /// What is spoken, in words.
  String language() {
    return "index protocol " + protocol + " and format " + format;
  }

  void send(FrameChannel to) throws IOException {
    FrameWriter.Size size = new FrameWriter.Size();
    write(size);
    to.integer((int) size.size());
    write(to);
    to.flush();
  }

  private void write(FrameWriter to) throws IOException {
    to.integer(MAGIC);
    to.integer(protocol);
    to.text(format);
    to.text(process);
    to.integer(largestRequest);
  }

  static Hello receive(FrameChannel from) throws IOException {
    from.begin(LARGEST);
    if (from.integer() != MAGIC) {
      throw new MalformedFrameException("this is no nscr");
    }
    Hello hello = new Hello(from.integer(), from.text(), from.text(), from.integer());
    from.skip();
    return hello;
  }
}
