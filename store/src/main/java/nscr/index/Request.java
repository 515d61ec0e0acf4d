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
  /// Writes the verb and its parameters. Each does by itself: a switch over them the JVM makes anew
  /// at each start, which takes a short command a tenth of its time.
  void write(FrameWriter to) throws IOException;

  record Get(String key) implements Request {
    @Override
    public void write(FrameWriter to) throws IOException {
      to.octet(1);
      to.bytes(Ascii.bytes(key));
    }
  }

  record Scan(String from, String to, int limit) implements Request {
    @Override
    public void write(FrameWriter writer) throws IOException {
      writer.octet(2);
      writer.bytes(Ascii.bytes(from));
      writer.bytes(Ascii.bytes(to));
      writer.integer(limit);
    }
  }

  record Commit(Batch batch) implements Request {
    @Override
    public void write(FrameWriter to) throws IOException {
      to.octet(3);
      Request.write(batch.expect(), to);
      Request.write(batch.write(), to);
    }
  }

  /// A checkpoint beside the socket. Only its name is said: the owner, who may be root, writes
  /// nowhere else for a guest.
  record Checkpoint(String name) implements Request {
    private static final Pattern FORM = Pattern.compile("checkpoint-[0-9a-zA-Z-]{1,64}");

    public Checkpoint {
      if (!FORM.matcher(name).matches()) {
        throw new IllegalArgumentException("no checkpoint can be called so: " + name);
      }
    }

    @Override
    public void write(FrameWriter to) throws IOException {
      to.octet(4);
      to.bytes(Ascii.bytes(name));
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
