package nscr.index;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

/// RocksDB tuned for a small, short-lived process: few megabytes, a fast open, and a log short
/// enough to be replayed at the next one, so that nothing is written at close. It holds native
/// memory until it is closed, which must be after the database.
final class RocksSettings implements AutoCloseable {
  private static final long MIB = 1 << 20;

  private final LRUCache cache = new LRUCache(8 * MIB);
  private final BloomFilter bloom = new BloomFilter(10);

  private final Options options;

  RocksSettings() {
    options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(4 * MIB)
            .setMaxWriteBufferNumber(2)
            .setMaxTotalWalSize(16 * MIB)
            // In few parts: of 64 each would hold one open file, and two that fall into one part
            // push
            // each other out with every look, which takes a millisecond.
            .setMaxOpenFiles(256)
            .setTableCacheNumshardbits(2)
            .setMaxBackgroundJobs(2)
            // Allocated ahead, as 4 MiB would be by default, it is room that a full disk lacks.
            .setManifestPreallocationSize(64 << 10)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setTableFormatConfig(
                new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(bloom))
            .setKeepLogFileNum(2)
            .setMaxLogFileSize(MIB)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setStatsDumpPeriodSec(0)
            .setStatsPersistPeriodSec(0)
            .setSkipStatsUpdateOnDbOpen(true)
            // By default 16 threads open the few files there are, and each thread costs more than a
            // file.
            .setMaxFileOpeningThreads(1);
  }

  /// Whether what is on disk is put in order beside everything else, which takes room.
  void compact(boolean compact) {
    options.setDisableAutoCompactions(!compact);
  }

  boolean isCompacting() {
    return !options.disableAutoCompactions();
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
