package nscr.index;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/// RocksDB tuned for a small, short-lived process: few megabytes, a fast open, and a log short
/// enough to be replayed at once.
final class RocksSettings implements AutoCloseable {
  private static final long MIB = 1 << 20;

  private final LRUCache cache;
  private final BloomFilter bloom;
  private final Options options;

  RocksSettings() {
    RocksDB.loadLibrary();
    cache = new LRUCache(8 * MIB);
    bloom = new BloomFilter(10);
    options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(4 * MIB)
            .setMaxWriteBufferNumber(2)
            .setMaxTotalWalSize(16 * MIB)
            .setMaxOpenFiles(64)
            .setMaxBackgroundJobs(2)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setKeepLogFileNum(2)
            .setMaxLogFileSize(MIB)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            // What is in the log is replayed at the next open; writing it out at close would make
            // every short command pay.
            .setAvoidFlushDuringShutdown(true)
            .setTableFormatConfig(
                new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(bloom));
  }

  Options options() {
    return options;
  }

  @Override
  public void close() {
    options.close();
    bloom.close();
    cache.close();
  }
}
