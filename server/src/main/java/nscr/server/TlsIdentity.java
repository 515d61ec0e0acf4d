package nscr.server;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/// Who a TLS server is, read again whenever its files change: new connections then see the new
/// certificate. Files that cannot be used change nothing, and are told of in the log.
///
/// What was read at one time is one value, and a connection keeps the one it began with: a
/// handshake asks for the certificate and for the key at two moments, and signs with the key of
/// another certificate if they came from two readings.
final class TlsIdentity implements Closeable {
  private static final System.Logger LOG = System.getLogger("nscr.server");

  private final TlsFiles files;
  private final Thread watch;
  private volatile SSLContext current;

  private TlsIdentity(TlsFiles files, Duration every) throws IOException {
    this.files = files;
    // Looked at before they are read: what changes in between is seen to be new.
    List<FileTime> times = times();
    this.current = read();
    this.watch = Thread.ofPlatform().daemon().name("tls-files").start(() -> watch(every, times));
  }

  /// @param every how often to look at the files
  static TlsIdentity of(TlsFiles files, Duration every) throws IOException {
    return new TlsIdentity(files, every);
  }

  /// TLS 1.2 or later, for one connection to a server of this identity that speaks HTTP/1.1.
  SSLEngine engine() {
    SSLEngine engine = current.createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    engine.setSSLParameters(parameters);
    return engine;
  }

  private SSLContext read() throws IOException {
    try {
      KeyStore store = files.load();
      KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
      factory.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use " + files.certificate() + ": " + e.getMessage(), e);
    }
  }

  private List<FileTime> times() throws IOException {
    List<FileTime> times = new ArrayList<>();
    for (Path path : files.paths()) {
      times.add(Files.getLastModifiedTime(path));
    }
    return times;
  }

  private void watch(Duration every, List<FileTime> first) {
    List<FileTime> seen = first;
    try {
      while (true) {
        Thread.sleep(every);
        seen = look(seen);
      }
    } catch (InterruptedException e) {
      // Closed.
      return;
    }
  }

  private List<FileTime> look(List<FileTime> seen) {
    try {
      List<FileTime> now = times();
      if (!now.equals(seen)) {
        current = read();
        LOG.log(System.Logger.Level.INFO, "the certificate in {0} is new", files.certificate());
      }
      return now;
    } catch (IOException | RuntimeException e) {
      // Half written, perhaps: they are looked at again, and until then the old ones serve.
      LOG.log(System.Logger.Level.WARNING, "the old certificate stays: {0}", e.getMessage());
      return seen;
    }
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
