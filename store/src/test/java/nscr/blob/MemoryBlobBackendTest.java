package nscr.blob;

class MemoryBlobBackendTest extends BlobBackendContract {
  @Override
  BlobBackend open() {
    return new MemoryBlobBackend();
  }
}
