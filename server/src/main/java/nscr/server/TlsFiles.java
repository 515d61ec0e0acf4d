package nscr.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who a TLS server is: two files in PEM.
///
/// @param certificate the server's certificate, and those that lead to its issuer
/// @param key its private key, as PKCS #8
public record TlsFiles(Path certificate, Path key) {
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN ([A-Z ]*)PRIVATE KEY-----(.*?)-----END \\1PRIVATE KEY-----", Pattern.DOTALL);
  private static final char[] NO_PASSWORD = new char[0];

  /// Reads both.
  ///
  /// @return a key store with one entry and no password
  /// @throws IOException saying which file is not what it must be, and what to do
  KeyStore load() throws IOException {
    try {
      Certificate[] chain = chain();
      PrivateKey privateKey = privateKey(chain[0].getPublicKey());
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry("server", privateKey, NO_PASSWORD, chain);
      return store;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "cannot use " + certificate + " with " + key + ": " + e.getMessage(), e);
    }
  }

  /// Makes sure that a server can be who they say.
  ///
  /// @throws IOException as [#load]
  public void check() throws IOException {
    load();
  }

  private Certificate[] chain() throws IOException, GeneralSecurityException {
    byte[] pem = read(certificate);
    try {
      var certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
      if (!certificates.isEmpty()) {
        return certificates.toArray(new Certificate[0]);
      }
    } catch (CertificateException e) {
      throw new IOException(certificate + " has no certificate in PEM", e);
    }
    throw new IOException(certificate + " has no certificate in PEM");
  }

  private static byte[] read(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private PrivateKey privateKey(PublicKey publicKey) throws IOException, GeneralSecurityException {
    Matcher pem = KEY.matcher(new String(read(key), StandardCharsets.ISO_8859_1));
    if (!pem.find()) {
      throw new IOException(key + " has no private key in PEM");
    }
    if (!pem.group(1).isEmpty()) {
      throw new IOException(
          key
              + " has its private key encrypted or in an old form: openssl pkcs8 -topk8 -nodes -in "
              + key
              + " -out NEW makes one that can be read");
    }
    byte[] encoded = decoded(pem.group(2).strip());
    try {
      PrivateKey privateKey =
          KeyFactory.getInstance(publicKey.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(encoded));
      if (belongTogether(privateKey, publicKey)) {
        return privateKey;
      }
    } catch (InvalidKeySpecException e) {
      // Of another algorithm.
      throw new IOException(differ(), e);
    }
    throw new IOException(differ());
  }

  private byte[] decoded(String base64) throws IOException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      // Cut off, perhaps.
      throw new IOException(key + " has no private key in PEM", e);
    }
  }

  private String differ() {
    return key + " is not the key of the certificate in " + certificate;
  }

  private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey)
      throws GeneralSecurityException {
    String algorithm =
        switch (publicKey.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> publicKey.getAlgorithm();
        };
    byte[] something = {1, 2, 3};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(privateKey);
    signature.update(something);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(something);
    return signature.verify(signed);
  }

  List<Path> paths() {
    return List.of(certificate, key);
  }
}
