import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Copies a jar, its entries in their order, without compression: the package it comes into is
/// compressed as a whole, which is a fifth smaller, and a start has nothing to inflate.
///
///     java StoreJar.java FROM TO
public final class StoreJar {
  private StoreJar() {}

  public static void main(String[] arguments) throws IOException {
    try (ZipFile from = new ZipFile(arguments[0]);
        OutputStream file = Files.newOutputStream(Path.of(arguments[1]));
        ZipOutputStream to = new ZipOutputStream(file)) {
      for (ZipEntry entry : from.stream().toList()) {
        byte[] bytes = from.getInputStream(entry).readAllBytes();
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry stored = new ZipEntry(entry.getName());
        stored.setMethod(ZipEntry.STORED);
        stored.setSize(bytes.length);
        stored.setCrc(crc.getValue());
        stored.setTimeLocal(entry.getTimeLocal());
        to.putNextEntry(stored);
        to.write(bytes);
        to.closeEntry();
      }
    }
  }
}
