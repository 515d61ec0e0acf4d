package nscr.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.blob.BlobBackend;
import nscr.blob.BlobFile;
import nscr.blob.BlobName;
import nscr.blob.Names;
import nscr.blob.Staged;
import nscr.blob.StagedName;

/// Files on a disk that can open one of them, but not read it.
record BadSectors(BlobFile bad, BlobBackend files) implements BlobBackend {

  @Override
  public SeekableByteChannel open(BlobFile file) throws IOException {
    SeekableByteChannel good = files.open(file);
    return file.equals(bad) ? new Unreadable(good) : good;
  }

  private record Unreadable(SeekableByteChannel file) implements SeekableByteChannel {
    @Override
    public int read(ByteBuffer into) throws IOException {
      throw new IOException("Input/output error");
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      return file.write(from);
    }

    @Override
    public long position() throws IOException {
      return file.position();
    }

    @Override
    public SeekableByteChannel position(long to) throws IOException {
      return file.position(to);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
      return file.truncate(size);
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  @Override
  public Staged stage(StagedName name) throws IOException {
    return files.stage(name);
  }

  @Override
  public boolean hold(BlobName published, StagedName name) throws IOException {
    return files.hold(published, name);
  }

  @Override
  public void publish(Map<StagedName, BlobName> names) throws IOException {
    files.publish(names);
  }

  @Override
  public long delete(BlobFile file) throws IOException {
    return files.delete(file);
  }

  @Override
  public Optional<Names> names(BlobFile file) throws IOException {
    return files.names(file);
  }

  @Override
  public void syncDeleted(Collection<BlobName> deleted) throws IOException {
    files.syncDeleted(deleted);
  }

  @Override
  public void setAside(BlobName damaged) throws IOException {
    files.setAside(damaged);
  }

  @Override
  public List<StagedName> staged() throws IOException {
    return files.staged();
  }

  @Override
  public void list(Listing listing) throws IOException {
    files.list(listing);
  }
}
