package nscr.server;

import static nscr.server.Served.header;
import static nscr.server.Served.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nscr.blob.BlobBackend;
import nscr.blob.BlobFile;
import nscr.blob.BlobName;
import nscr.blob.FileBlobBackend;
import nscr.blob.Names;
import nscr.blob.Staged;
import nscr.blob.StagedName;
import nscr.index.FullDiskException;
import nscr.index.MemoryIndexBackend;
import nscr.oci.Digest;
import nscr.server.api.ApiSettings;
import nscr.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
  @TempDir Path directory;

  /// A disk on which a file may have so many bytes.
  private static final class Disk implements BlobBackend {
    private final BlobBackend files;
    private volatile long room;

    Disk(BlobBackend files, long room) {
      this.files = files;
      this.room = room;
    }

    @Override
    public Staged stage(StagedName name) throws IOException {
      Staged file = files.stage(name);
      return new Staged() {
        @Override
        public long size() throws IOException {
          return file.size();
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
          if (file.size() + bytes.remaining() > room) {
            throw new FileSystemException(name.id(), null, "No space left on device");
          }
          file.write(bytes);
        }

        @Override
        public void close() throws IOException {
          file.close();
        }
      };
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
    public SeekableByteChannel open(BlobFile file) throws IOException {
      return files.open(file);
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

  @Test
  void an_upload_that_meets_a_full_disk_goes_on_when_there_is_room() throws Exception {
    Disk disk = new Disk(new FileBlobBackend(directory), 1 << 20);
    Store store = Store.over(new MemoryIndexBackend(), disk, InstantSource.system());
    try (Served served = Served.over(store, ApiSettings.OPEN, Patience.USUAL)) {
      byte[] content = new byte[3 << 20];
      String upload = served.begin("app");
      var full = served.send("PATCH", upload, content);
      assertEquals(507, full.statusCode());
      assertTrue(text(full).contains("disk is full"), text(full));
      String range = header(served.get(upload), "Range");
      assertEquals("0-1048575", range);
      assertEquals(200, served.get("/v2/").statusCode());
      disk.room = 4 << 20;
      byte[] rest = new byte[2 << 20];
      var more = served.send("PATCH", upload, rest, "Content-Range", "1048576-3145727");
      assertEquals(202, more.statusCode(), text(more));
      var done = served.send("PUT", upload + "?digest=" + Digest.of(content), new byte[0]);
      assertEquals(201, done.statusCode(), text(done));
    }
  }

  /// That something is there is told by `HEAD` to who is about to rely on it, so it has to stay.
  @Test
  void what_cannot_be_promised_is_not_told_to_be_there() throws Exception {
    FailingIndex index = new FailingIndex();
    Store store = Store.over(index, new FileBlobBackend(directory), InstantSource.system());
    try (Served served = Served.over(store, ApiSettings.OPEN, Patience.USUAL)) {
      byte[] tagged = served.image("app", "needed");
      assertEquals(201, served.put("app", "1", tagged).statusCode());
      byte[] loose = served.image("app", "needed, too");
      String digest = Digest.of(loose).toString();
      assertEquals(201, served.put("app", digest, loose).statusCode());
      String unneeded = served.push("app", Served.bytes("unneeded")).toString();
      index.fail(FailingIndex.Call.WRITE, new FullDiskException("cannot write the index", null));
      for (String one : List.of("manifests/" + digest, "blobs/" + unneeded)) {
        assertEquals(507, served.head("/v2/app/" + one).statusCode(), one);
        assertEquals(200, served.get("/v2/app/" + one).statusCode(), one);
      }
      String needed = Digest.of(Served.bytes("needed")).toString();
      for (String one :
          List.of("manifests/1", "manifests/" + Digest.of(tagged), "blobs/" + needed)) {
        assertEquals(200, served.head("/v2/app/" + one).statusCode(), one);
      }
      index.mend();
      assertEquals(200, served.head("/v2/app/manifests/" + digest).statusCode());
    }
  }
}
