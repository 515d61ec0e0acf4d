package nscr.index;

class MemoryIndexBackendTest extends IndexBackendContract {
  @Override
  IndexBackend open() {
    return new MemoryIndexBackend();
  }
}
