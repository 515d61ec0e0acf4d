package nscr.index;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a guest asks of the owner: a verb, and what it needs.
///
/// A verb more is a record here, its number in `write` and `read`, its case in
/// `IndexSocket.answer`, and a new number of [Hello#PROTOCOL].
sealed interface Request {
  record Get(String key) implements Request {}

  record Scan(String from, String to, int limit) implements Request {}

  record Commit(Batch batch) implements Request {}

  /// A checkpoint beside the socket. Only its name is said: the owner, who may be root, writes
  /// nowhere else for a guest.
  record Checkpoint(String name) implements Request {
    private static final Pattern FORM = Pattern.compile("checkpoint-[0-9a-zA-Z-]{1,64}");

    public Checkpoint {
      if (!FORM.matcher(name).matches()) {
        throw new IllegalArgumentException("no checkpoint can be called so: " + name);
      }
    }
  }

  /// Writes the verb and its parameters.
  default void write(FrameWriter to) throws IOException {
    switch (this) {
      case Get get -> {
        to.octet(1);
        to.bytes(Ascii.bytes(get.key()));
      }
      case Scan scan -> {
        to.octet(2);
        to.bytes(Ascii.bytes(scan.from()));
        to.bytes(Ascii.bytes(scan.to()));
        to.integer(scan.limit());
      }
      case Commit commit -> {
        to.octet(3);
        write(commit.batch().expect(), to);
        write(commit.batch().write(), to);
      }
      case Checkpoint checkpoint -> {
        to.octet(4);
        to.bytes(Ascii.bytes(checkpoint.name()));
      }
    }
  }

  private static void write(Map<String, Optional<Bytes>> values, FrameWriter to)
      throws IOException {
    to.integer(values.size());
    for (var value : values.entrySet()) {
      to.bytes(Ascii.bytes(value.getKey()));
      Answer.write(value.getValue(), to);
    }
  }

  /// Reads a request to the end of its frame.
  static Request read(FrameChannel from) throws IOException {
    try {
      int verb = from.octet();
      Request request =
          switch (verb) {
            case 1 -> new Get(key(from));
            case 2 -> new Scan(key(from), key(from), from.integer());
            case 3 -> new Commit(new Batch(values(from), values(from)));
            case 4 -> new Checkpoint(key(from));
            default -> throw new MalformedFrameException("a request of unknown kind " + verb);
          };
      from.end();
      return request;
    } catch (IllegalArgumentException e) {
      throw new MalformedFrameException(e.getMessage());
    }
  }

  private static String key(FrameChannel from) throws IOException {
    return Ascii.check(Ascii.text(from.bytes()));
  }

  private static Map<String, Optional<Bytes>> values(FrameChannel from) throws IOException {
    Map<String, Optional<Bytes>> values = new LinkedHashMap<>();
    for (int count = from.integer(); count > 0; count--) {
      values.put(key(from), Answer.value(from));
    }
    return values;
  }
}
