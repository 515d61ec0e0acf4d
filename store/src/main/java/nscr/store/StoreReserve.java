package nscr.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import nscr.blob.Ownership;
import nscr.blob.Room;
import nscr.index.Reserve;

/// The file `reserve` of a store: room on its disk that nobody else can take, given up when the
/// disk is full to the last block, so that what makes room, deleting and gc, works even then.
///
/// While it is gone the store takes no new content: nothing but what makes room, and the small
/// commits that end what was begun, uses what it gave. So pushing again and again cannot eat it. It
/// is made anew as soon as there is room for it and as much again. Any number of threads and
/// processes may use it.
final class StoreReserve implements Reserve, Room {
  private static final long MIB = 1 << 20;

  /// What an index needs at most to be opened after a crash: its log, which is written anew.
  private static final long LARGEST = 16 * MIB;

  private static final long SMALLEST = MIB;
  private static final int BLOCK = 64 << 10;
  private static final int PAGE = 4 << 10;

  /// How large a disk is, and how much room it has.
  interface Disk {
    long size() throws IOException;

    long free() throws IOException;

    /// The disk `directory` is on. Asked for as a `File`: a `FileStore` has to be found among the
    /// mounts first, where a changed root may not be.
    static Disk of(Path directory) {
      return new Disk() {
        @Override
        public long size() {
          return directory.toFile().getTotalSpace();
        }

        @Override
        public long free() {
          return directory.toFile().getUsableSpace();
        }
      };
    }
  }

  private final Path directory;
  private final Path file;
  private final Path made;
  private final Disk disk;

  StoreReserve(Path directory) {
    this(directory, Disk.of(directory));
  }

  StoreReserve(Path directory, Disk disk) {
    this.directory = directory;
    this.file = directory.resolve("reserve");
    this.made = directory.resolve("reserve.new");
    this.disk = disk;
  }

  @Override
  public boolean isThere() {
    return Files.exists(file);
  }

  @Override
  public synchronized boolean giveUp() throws IOException {
    boolean whole = Files.deleteIfExists(file);
    return Files.deleteIfExists(made) || whole;
  }

  /// @throws StoreException.Missing when the store was moved or deleted under who has it open
  /// @throws IOException when the reserve is gone and there is no room for it
  @Override
  public void check() throws IOException {
    if (!isThere() && !make()) {
      if (!Files.exists(directory)) {
        // What is not there has no room either.
        throw new StoreException.Missing("store " + directory + " is not there any more");
      }
      throw new IOException(
          "No space left on device: the disk of store "
              + directory
              + " is full, and what is left is kept for deleting. Make room with nscr rm IMAGE and"
              + " nscr gc, or elsewhere on the disk");
    }
  }

  /// Makes the reserve if it is not there and there is room.
  ///
  /// @return whether it is there
  synchronized boolean make() throws IOException {
    if (isThere()) {
      return true;
    }
    long size = Math.clamp(disk.size() / 8, SMALLEST, LARGEST);
    if (disk.free() < 2 * size) {
      return false;
    }
    try {
      write(size);
      Files.move(made, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (IOException e) {
      // Full by now, or made by another process, or a disk that may only be read.
      Files.deleteIfExists(made);
      return isThere();
    }
  }

  /// With bytes that no file system can compress, nor find twice: no two pages are the same.
  private void write(long size) throws IOException {
    byte[] block = new byte[BLOCK];
    new SplittableRandom().nextBytes(block);
    ByteBuffer pages = ByteBuffer.wrap(block);
    try (OutputStream out = Files.newOutputStream(made)) {
      Ownership.in(directory).give(made);
      for (long written = 0; written < size; written += BLOCK) {
        for (int page = 0; page < BLOCK; page += PAGE) {
          pages.putLong(page, written + page);
        }
        out.write(block);
      }
    }
  }
}
