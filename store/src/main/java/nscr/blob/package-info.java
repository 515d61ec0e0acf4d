/// Blobs at rest: immutable files that are staged, published once under a name never used before,
/// and deleted once.
package nscr.blob;
