package nscr.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A certificate that is renewed while it is in use.
class TlsIdentityTest {
  @TempDir Path directory;
  private TlsFiles files;
  private TlsFiles other;
  private SSLContext client;

  @BeforeEach
  void identify() throws Exception {
    files = TlsTest.identity(directory, "one", "EC");
    other = TlsTest.identity(directory, "two", "EC");
    client = TlsTest.trusting(files, other);
  }

  private TlsIdentity identity() throws Exception {
    return TlsIdentity.of(files, Duration.ofMillis(20));
  }

  private static void replace(Path file, Path by) throws Exception {
    Files.copy(by, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Whom a client sees that shakes hands with this server.
  private String subject(SSLEngine server, String protocol) throws Exception {
    SSLEngine engine = client.createSSLEngine();
    TlsClient connection = new TlsClient(engine, 1 << 20, protocol);
    connection.say(new byte[] {1});
    assertEquals(1, new TlsBytes(server, connection, connection).read(new byte[10], 0, 10));
    X509Certificate seen = (X509Certificate) engine.getSession().getPeerCertificates()[0];
    return seen.getSubjectX500Principal().getName();
  }

  private String subject(TlsIdentity identity) throws Exception {
    return subject(identity.engine(), "TLSv1.3");
  }

  private void awaitOther(TlsIdentity identity) throws Exception {
    for (int tries = 0; subject(identity).equals("CN=one"); tries++) {
      assertTrue(tries < 500, "the new certificate is not used");
      Thread.sleep(20);
    }
    assertEquals("CN=two", subject(identity));
  }

  @Test
  void a_new_certificate_is_used_and_a_broken_one_is_not() throws Exception {
    try (TlsIdentity identity = identity()) {
      assertEquals("CN=one", subject(identity));
      Files.writeString(files.certificate(), "half");
      Thread.sleep(60);
      assertEquals("CN=one", subject(identity));
      replace(files.certificate(), other.certificate());
      Files.writeString(files.key(), TlsTest.CUT);
      Thread.sleep(60);
      assertEquals("CN=one", subject(identity));
      replace(files.key(), other.key());
      awaitOther(identity);
    }
  }

  /// Whatever of it a handshake asks for at what moment.
  @Test
  void a_connection_keeps_the_certificate_and_the_key_it_began_with() throws Exception {
    try (TlsIdentity identity = identity()) {
      SSLEngine first = identity.engine();
      SSLEngine second = identity.engine();
      replace(files.certificate(), other.certificate());
      replace(files.key(), other.key());
      awaitOther(identity);
      assertEquals("CN=one", subject(first, "TLSv1.2"));
      assertEquals("CN=one", subject(second, "TLSv1.3"));
    }
  }
}
