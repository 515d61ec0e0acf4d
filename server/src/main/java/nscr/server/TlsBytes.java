package nscr.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/// TLS between a connection and its socket: Helidon 4.5.0 writes each record of 16 KiB by itself,
/// through three copies. Here several records go at once, and what is read is decrypted where it is
/// wanted. One thread.
///
/// The first reading shakes hands. All arrays are of the heap: the JDK's AES-GCM works on those
/// alone. Between requests little is held.
final class TlsBytes implements Wire, DataWriter {
  private static final int SMALL = 4 << 10;

  /// A record carries 16 KiB at most, and this JDK leaves some bytes of it for padding.
  private static final int RECORD = (16 << 10) - 64;

  /// How many records are sent by one write, at most: what is enough for 64 KiB.
  private static final int MOST_RECORDS = 5;

  private final SSLEngine engine;
  private final Wire socket;
  private final DataWriter out;
  private final OutputStream encrypting = new Encrypting();
  private ByteBuffer received = none();
  private ByteBuffer decrypted = none();
  private ByteBuffer records = none();
  private boolean failed;

  /// @param engine of a server, which has done nothing yet
  /// @param socket brings what the client encrypted
  /// @param out takes what is encrypted for it
  TlsBytes(SSLEngine engine, Wire socket, DataWriter out) {
    this.engine = engine;
    this.socket = socket;
    this.out = out;
  }

  private static ByteBuffer none() {
    return ByteBuffer.allocate(0);
  }

  private int packet() {
    return engine.getSession().getPacketBufferSize();
  }

  @Override
  public byte[] get() {
    if (records.capacity() > packet()) {
      records = none();
    }
    if (received.capacity() > packet() && !received.hasRemaining()) {
      received = none();
    }
    byte[] bytes = new byte[SMALL];
    int count = read(bytes, 0, bytes.length);
    return count < 0 ? null : Arrays.copyOf(bytes, count);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    try {
      if (!decrypted.hasRemaining()) {
        int count = decrypt(ByteBuffer.wrap(bytes, offset, length));
        if (count != 0) {
          return count;
        }
        if (decryptAside() < 0) {
          return -1;
        }
      }
      int count = Math.min(length, decrypted.remaining());
      decrypted.get(bytes, offset, count);
      return count;
    } catch (SSLException e) {
      // The client may learn why.
      sayLastWords();
      failed = true;
      throw new UncheckedIOException(e);
    }
  }

  /// Decrypts a record that is larger than what is wanted of it.
  private int decryptAside() throws SSLException {
    int most = engine.getSession().getApplicationBufferSize();
    decrypted = decrypted.capacity() < most ? ByteBuffer.allocate(most) : decrypted.clear();
    try {
      return decrypt(decrypted);
    } finally {
      decrypted.flip();
    }
  }

  /// Decrypts one record, whatever has to be said or heard before.
  ///
  /// @return how many bytes; 0 when there is no room for them; -1 at the end
  private int decrypt(ByteBuffer into) throws SSLException {
    while (true) {
      SSLEngineResult result = engine.unwrap(received, into);
      switch (result.getStatus()) {
        case OK -> answer();
        case BUFFER_UNDERFLOW -> {
          if (!receive()) {
            return -1;
          }
        }
        case BUFFER_OVERFLOW -> {
          return 0;
        }
        case CLOSED -> {
          return -1;
        }
      }
      if (result.bytesProduced() > 0) {
        return result.bytesProduced();
      }
    }
  }

  /// Does what the handshake wants done here, until it waits for the client or is over.
  private void answer() throws SSLException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> engine.getDelegatedTask().run();
        case NEED_WRAP -> {
          encrypt(none());
          send();
        }
        default -> {
          return;
        }
      }
    }
  }

  /// Waits for more of what the client sends.
  private boolean receive() {
    int packet = packet();
    boolean isFull = received.limit() == received.capacity();
    if (received.capacity() < packet) {
      received = ByteBuffer.allocate(packet).put(received);
    } else if (isFull && received.capacity() < MOST_RECORDS * packet) {
      // More is coming than one record.
      received = ByteBuffer.allocate(MOST_RECORDS * packet).put(received);
    } else {
      received.compact();
    }
    int count = socket.read(received.array(), received.position(), received.remaining());
    received.position(received.position() + Math.max(count, 0)).flip();
    return count > 0;
  }

  @Override
  public void write(BufferData... buffers) {
    for (BufferData buffer : buffers) {
      write(buffer);
    }
  }

  @Override
  public void write(BufferData buffer) {
    buffer.writeTo(encrypting);
  }

  @Override
  public void writeNow(BufferData... buffers) {
    write(buffers);
  }

  @Override
  public void writeNow(BufferData buffer) {
    write(buffer);
  }

  /// What is written to it is sent before it returns.
  private final class Encrypting extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      encryptAll(ByteBuffer.wrap(bytes, offset, length));
      send();
    }
  }

  private void encryptAll(ByteBuffer source) throws SSLException {
    int wanted = Math.clamp(Math.ceilDiv(source.remaining(), RECORD), 1, MOST_RECORDS);
    if (records.capacity() < wanted * packet()) {
      records = ByteBuffer.allocate(wanted * packet());
    }
    while (source.hasRemaining()) {
      encrypt(source);
    }
  }

  /// Encrypts some of `source` into the records to be sent, sending those before when they are in
  /// the way.
  private void encrypt(ByteBuffer source) throws SSLException {
    if (records.capacity() < packet()) {
      records = ByteBuffer.allocate(packet());
    }
    SSLEngineResult result = engine.wrap(source, records);
    switch (result.getStatus()) {
      case OK -> {
        boolean waits = result.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP;
        if (waits && source.hasRemaining() && result.bytesConsumed() == 0) {
          throw new SSLException("the client shakes hands again while it is answered");
        }
      }
      case BUFFER_OVERFLOW -> send();
      default -> throw new SSLException("the connection was closed");
    }
  }

  private void send() {
    int length = records.position();
    records.clear();
    if (length > 0) {
      failed = true;
      out.writeNow(new Sent(records.array(), length));
      failed = false;
    }
  }

  /// Bytes on their way to a socket.
  private static final class Sent extends OneWayData {
    private final byte[] bytes;
    private final int length;

    Sent(byte[] bytes, int length) {
      this.bytes = bytes;
      this.length = length;
    }

    @Override
    public void writeTo(OutputStream to) {
      try {
        to.write(bytes, 0, length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public int available() {
      return length;
    }
  }

  @Override
  public void flush() {
    out.flush();
  }

  /// Tells the client that nothing more comes, if it can still be told. The socket is not closed.
  @Override
  public void close() {
    if (!failed) {
      engine.closeOutbound();
      sayLastWords();
    }
  }

  /// Sends what the engine has to say at the end.
  private void sayLastWords() {
    try {
      records.clear();
      boolean isMore = true;
      while (isMore) {
        records = records.capacity() < packet() ? ByteBuffer.allocate(packet()) : records;
        isMore = engine.wrap(none(), records).bytesProduced() > 0 && !engine.isOutboundDone();
        send();
      }
    } catch (SSLException | RuntimeException e) {
      System.getLogger("nscr.server")
          .log(System.Logger.Level.DEBUG, "the client of a TLS connection is gone", e);
    }
  }
}
