package nscr.content;

/// Is told how long work goes on. Calls come often and must return at once.
public interface Progress {

  /// Progress nobody watches.
  Progress NONE =
      new Progress() {
        @Override
        public void begin(String what, long bytes) {}

        @Override
        public void advance(long bytes) {}
      };

  /// Something new is being worked on.
  ///
  /// @param what a few words for a person, such as an archive's or an image's name
  /// @param bytes how many there will be; -1 when that is not known
  void begin(String what, long bytes);

  /// So many more bytes are done.
  void advance(long bytes);
}
