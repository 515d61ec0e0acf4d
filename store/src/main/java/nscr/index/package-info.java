/// A sorted byte map with atomic conditional commits, and its backends: RocksDB on disk, and memory
/// for tests.
///
/// This room knows no registry words and uses no other room. What the keys mean is said in
/// `nscr.rows`.
package nscr.index;
