package nscr.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/// The other end of a TLS connection without a network: it is asked for what it sends, and given
/// what it is to hear. One thread.
final class TlsClient implements Wire, DataWriter {
  private static final int PACKET = 40_000;

  private final SSLEngine engine;
  private final int atOnce;
  private final Queue<byte[]> toSay = new ArrayDeque<>();
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private ByteBuffer sending = ByteBuffer.allocate(0);
  private ByteBuffer hearing = ByteBuffer.allocate(0);
  int writes;

  /// @param atOnce how many bytes it sends at once
  TlsClient(SSLEngine engine, int atOnce, String protocol) {
    this.engine = engine;
    this.atOnce = atOnce;
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(new String[] {protocol});
  }

  void offer(String applicationProtocol) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {applicationProtocol});
    engine.setSSLParameters(parameters);
  }

  /// Says this when it is asked; then its end.
  void say(byte[] bytes) {
    toSay.add(bytes);
  }

  /// What came since it was last asked for.
  byte[] heard() throws SSLException {
    hear();
    byte[] all = heard.toByteArray();
    heard.reset();
    return all;
  }

  boolean isToldTheEnd() {
    return engine.isInboundDone();
  }

  private void hear() throws SSLException {
    ByteBuffer plain = ByteBuffer.allocate(PACKET);
    while (hearing.hasRemaining()) {
      SSLEngineResult result = engine.unwrap(hearing, plain);
      heard.write(plain.array(), 0, plain.position());
      plain.clear();
      runTasks();
      boolean isStuck = result.bytesConsumed() == 0 && result.bytesProduced() == 0;
      if (isStuck && engine.getHandshakeStatus() != SSLEngineResult.HandshakeStatus.NEED_UNWRAP) {
        return;
      }
    }
  }

  private void runTasks() {
    Runnable task;
    while ((task = engine.getDelegatedTask()) != null) {
      task.run();
    }
  }

  /// Everything that can be said now, as records.
  private void prepare() throws SSLException {
    hear();
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    ByteBuffer record = ByteBuffer.allocate(PACKET);
    ByteBuffer source = ByteBuffer.wrap(toSay.isEmpty() ? new byte[0] : toSay.peek());
    SSLEngineResult result;
    do {
      result = engine.wrap(source, record.clear());
      records.write(record.array(), 0, record.position());
      runTasks();
    } while (result.bytesProduced() > 0 && !engine.isOutboundDone());
    if (!toSay.isEmpty() && !source.hasRemaining()) {
      toSay.remove();
      engine.closeOutbound();
      engine.wrap(source, record.clear());
      records.write(record.array(), 0, record.position());
    }
    sending = ByteBuffer.wrap(records.toByteArray());
  }

  @Override
  public byte[] get() {
    throw new UnsupportedOperationException("it is asked for bytes into an array");
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    try {
      if (!sending.hasRemaining()) {
        prepare();
      }
    } catch (SSLException e) {
      throw new UncheckedIOException(e);
    }
    int count = Math.min(Math.min(length, atOnce), sending.remaining());
    sending.get(bytes, offset, count);
    return count == 0 ? -1 : count;
  }

  @Override
  public void writeNow(BufferData buffer) {
    writes++;
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(hearing.array(), hearing.position(), hearing.remaining());
    buffer.writeTo(all);
    hearing = ByteBuffer.wrap(all.toByteArray());
  }

  @Override
  public void writeNow(BufferData... buffers) {
    writeNow(BufferData.create(buffers));
  }

  @Override
  public void write(BufferData buffer) {
    writeNow(buffer);
  }

  @Override
  public void write(BufferData... buffers) {
    writeNow(buffers);
  }
}
