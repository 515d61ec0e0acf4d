package nscr.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import nscr.blob.FileBlobBackend;
import nscr.index.MemoryIndexBackend;
import nscr.oci.Digest;
import nscr.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  /// What a copy of a key under way may look like: a single letter is no byte in base64.
  static final String CUT = "-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----\n";

  @TempDir Path directory;

  private TlsFiles identity(String name, String algorithm) throws Exception {
    return identity(directory, name, algorithm);
  }

  /// Makes a key and a certificate of `name`, and writes both as PEM.
  static TlsFiles identity(Path directory, String name, String algorithm) throws Exception {
    Path store = directory.resolve(name + ".p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                List.of(
                    keytool.toString(),
                    "-genkeypair",
                    "-alias",
                    "a",
                    "-keyalg",
                    algorithm,
                    "-dname",
                    "CN=" + name,
                    "-ext",
                    "san=ip:127.0.0.1",
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    "secret",
                    "-keystore",
                    store.toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    KeyStore keys = KeyStore.getInstance(store.toFile(), "secret".toCharArray());
    Path certificate = directory.resolve(name + ".crt");
    Path key = directory.resolve(name + ".key");
    Files.writeString(certificate, pem("CERTIFICATE", keys.getCertificate("a").getEncoded()));
    Files.writeString(
        key, pem("PRIVATE KEY", keys.getKey("a", "secret".toCharArray()).getEncoded()));
    return new TlsFiles(certificate, key);
  }

  private static String pem(String kind, byte[] content) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
  }

  static SSLContext trusting(TlsFiles... all) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (TlsFiles files : all) {
      trusted.setCertificateEntry(
          files.certificate().toString(), files.load().getCertificate("server"));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private Served serve(TlsFiles files) throws IOException {
    Store store =
        Store.over(
            new MemoryIndexBackend(),
            new FileBlobBackend(directory.resolve("store")),
            InstantSource.system());
    return new Served(store, Served.SOMEWHERE.with(files));
  }

  @Test
  void blobs_are_served_over_tls() throws Exception {
    Files.createDirectory(directory.resolve("store"));
    for (String algorithm : new String[] {"RSA", "EC", "Ed25519"}) {
      TlsFiles files = identity("one-" + algorithm, algorithm);
      try (Served served = serve(files);
          SSLSocket socket = connect(served, files)) {
        byte[] content = new byte[700_000];
        Digest digest = Digest.of(content);
        OutputStream out = socket.getOutputStream();
        out.write(
            ("POST /v2/app/blobs/uploads/?digest="
                    + digest
                    + " HTTP/1.1\r\nHost: x\r\nContent-Length: 700000\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(content);
        out.write(
            ("GET /v2/app/blobs/" + digest + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        byte[] answers = socket.getInputStream().readAllBytes();
        assertTrue(answers.length > 700_000, algorithm + ": " + answers.length);
        byte[] end = new byte[700_000];
        System.arraycopy(answers, answers.length - end.length, end, 0, end.length);
        assertArrayEquals(content, end);
      }
    }
  }

  private static SSLSocket connect(Served served, TlsFiles trusted, String... protocols)
      throws Exception {
    SSLSocket socket =
        (SSLSocket) trusting(trusted).getSocketFactory().createSocket("127.0.0.1", served.port());
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    return socket;
  }

  @Test
  void what_is_older_than_tls_1_2_is_refused() throws Exception {
    Files.createDirectory(directory.resolve("store"));
    TlsFiles files = identity("one", "EC");
    try (Served served = serve(files)) {
      connect(served, files, "TLSv1.2").close();
      connect(served, files, "TLSv1.3").close();
      assertThrows(SSLException.class, () -> connect(served, files, "TLSv1.1").close());
    }
  }

  @Test
  void clients_that_agree_on_no_tls_fill_no_log() throws Exception {
    Files.createDirectory(directory.resolve("store"));
    TlsFiles files = identity("one", "EC");
    TlsFiles others = identity("two", "EC");
    List<String> logged = new CopyOnWriteArrayList<>();
    Logger log = Logger.getLogger("io.helidon.webserver");
    Handler recorder =
        new ConsoleHandler() {
          @Override
          public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
              logged.add(record.getMessage());
            }
          }
        };
    log.addHandler(recorder);
    try (Served served = serve(files)) {
      try (RawConnection plain = new RawConnection(served.port())) {
        plain.send("GET /v2/ HTTP/1.1|Host: x||").rest();
      }
      assertThrows(SSLException.class, () -> connect(served, others).close());
    } finally {
      log.removeHandler(recorder);
    }
    assertEquals(List.of(), logged);
  }

  @Test
  void files_that_cannot_be_used_are_named() throws Exception {
    TlsFiles one = identity("one", "EC");
    TlsFiles two = identity("two", "EC");
    assertRefused(new TlsFiles(one.certificate(), two.key()), "is not the key of");
    TlsFiles rsa = identity("three", "RSA");
    assertRefused(new TlsFiles(one.certificate(), rsa.key()), "is not the key of");
    assertRefused(new TlsFiles(rsa.certificate(), one.key()), "is not the key of");
    assertRefused(new TlsFiles(one.key(), one.key()), one.key() + " has no certificate");
    assertRefused(new TlsFiles(directory, one.key()), directory.toString());
    assertRefused(new TlsFiles(one.certificate(), one.certificate()), "no private key");
    Path old = Files.writeString(directory.resolve("old"), pem("RSA PRIVATE KEY", new byte[9]));
    assertRefused(new TlsFiles(one.certificate(), old), "openssl pkcs8");
    Path cut = Files.writeString(directory.resolve("cut"), CUT);
    assertRefused(new TlsFiles(one.certificate(), cut), cut + " has no private key");
  }

  private static void assertRefused(TlsFiles files, String why) {
    IOException refused = assertThrows(IOException.class, files::load);
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
  }

  @Test
  void no_name_server_is_asked_for_the_name_of_a_peer() throws Exception {
    InetAddress peer = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    assertEquals("127.0.0.1", peer.getHostName());
    assertTrue(InetAddress.getByName("localhost").isLoopbackAddress());
  }
}
