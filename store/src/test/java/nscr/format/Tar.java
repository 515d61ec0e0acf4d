package nscr.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Builds tars, also ones that no tool would write.
final class Tar {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, "UTF-8");

  Tar() {
    out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  /// A tar of files, in the order of the map.
  static byte[] of(Map<String, byte[]> files) {
    Tar tar = new Tar();
    files.forEach(tar::file);
    return tar.bytes();
  }

  /// Long names are written as GNU's tar does, not as POSIX says.
  Tar gnu() {
    out.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
    return this;
  }

  Tar file(String name, byte[] content) {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    return entry(entry, content);
  }

  Tar file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  Tar hardLink(String name, String target) {
    return special(name, TarConstants.LF_LINK, target);
  }

  Tar symbolicLink(String name, String target) {
    return special(name, TarConstants.LF_SYMLINK, target);
  }

  Tar special(String name, byte type) {
    return special(name, type, "");
  }

  private Tar special(String name, byte type, String target) {
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    entry.setLinkName(target);
    return entry(entry, new byte[0]);
  }

  private Tar entry(TarArchiveEntry entry, byte[] content) {
    // Else the clock's fractions of a second need a header of their own.
    entry.setModTime(0L);
    try {
      out.putArchiveEntry(entry);
      out.write(content);
      out.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    try {
      out.finish();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A header alone, with a right checksum, that says what follows is of this type and size.
  static byte[] header(String name, char type, long size) {
    byte[] header = new byte[512];
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(size);
    entry.writeEntryHeader(header);
    header[156] = (byte) type;
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    byte[] octal = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(octal, 0, header, 148, octal.length);
    return header;
  }
}
