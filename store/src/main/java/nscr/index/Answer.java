package nscr.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the owner answers a guest.
sealed interface Answer {
  record Value(Optional<Bytes> value) implements Answer {}

  /// @param isWhole whether these are all entries that were asked for; else the guest goes on
  ///   behind the last
  record Entries(List<Entry> entries, boolean isWhole) implements Answer {}

  record Committed(boolean isMade) implements Answer {}

  record Checkpointed() implements Answer {}

  /// It was tried and failed.
  record Failed(Kind kind, String message) implements Answer {
    enum Kind {
      OTHER,
      DAMAGE,
      FULL
    }

    static Failed of(IOException e) {
      Kind kind =
          switch (e) {
            case DamagedIndexException _ -> Kind.DAMAGE;
            case FullDiskException _ -> Kind.FULL;
            default -> Kind.OTHER;
          };
      return new Failed(kind, String.valueOf(e.getMessage()));
    }

    IOException exception() {
      return switch (kind) {
        case DAMAGE -> new DamagedIndexException(message, null);
        case FULL -> FullDiskException.told(message);
        case OTHER -> new IOException(message);
      };
    }
  }

  /// The owner is about to close the index: what was asked was not done, and nothing more will be.
  record Goodbye() implements Answer {}

  default void write(FrameWriter to) throws IOException {
    switch (this) {
      case Value value -> {
        to.octet(1);
        write(value.value(), to);
      }
      case Entries page -> {
        to.octet(2);
        to.octet(page.isWhole() ? 1 : 0);
        to.integer(page.entries().size());
        for (Entry entry : page.entries()) {
          to.bytes(Ascii.bytes(entry.key()));
          to.bytes(entry.value().unwrap());
        }
      }
      case Committed committed -> {
        to.octet(3);
        to.octet(committed.isMade() ? 1 : 0);
      }
      case Failed failed -> {
        to.octet(4);
        to.octet(failed.kind().ordinal());
        to.text(failed.message());
      }
      case Goodbye _ -> to.octet(5);
      case Checkpointed _ -> to.octet(6);
    }
  }

  static void write(Optional<Bytes> value, FrameWriter to) throws IOException {
    to.octet(value.isPresent() ? 1 : 0);
    if (value.isPresent()) {
      to.bytes(value.get().unwrap());
    }
  }

  /// Reads an answer to the end of its frame.
  static Answer read(FrameChannel from) throws IOException {
    int kind = from.octet();
    Answer answer =
        switch (kind) {
          case 1 -> new Value(value(from));
          case 2 -> entries(from);
          case 3 -> new Committed(flag(from));
          case 4 -> new Failed(kind(from), from.text());
          case 5 -> new Goodbye();
          case 6 -> new Checkpointed();
          default -> throw new MalformedFrameException("an answer of unknown kind " + kind);
        };
    from.end();
    return answer;
  }

  static Optional<Bytes> value(FrameChannel from) throws IOException {
    return flag(from) ? Optional.of(Bytes.wrap(from.bytes())) : Optional.empty();
  }

  private static Entries entries(FrameChannel from) throws IOException {
    boolean isWhole = flag(from);
    List<Entry> entries = new ArrayList<>();
    for (int count = from.integer(); count > 0; count--) {
      entries.add(new Entry(Ascii.text(from.bytes()), Bytes.wrap(from.bytes())));
    }
    return new Entries(entries, isWhole);
  }

  private static Failed.Kind kind(FrameChannel from) throws IOException {
    int kind = from.octet();
    if (kind >= Failed.Kind.values().length) {
      throw new MalformedFrameException("a failure of unknown kind " + kind);
    }
    return Failed.Kind.values()[kind];
  }

  private static boolean flag(FrameChannel from) throws IOException {
    int flag = from.octet();
    if (flag > 1) {
      throw new MalformedFrameException("neither yes nor no but " + flag);
    }
    return flag == 1;
  }
}
