/// Images at rest: OCI image layouts, docker-archives and skopeo's `dir:`, read and written,
/// streaming.
///
/// Reading starts at [nscr.format.ArchiveReader]; every writer is a [nscr.content.ContentSink].
/// Nothing here knows the store. Memory does not grow with the size of what is read or written.
package nscr.format;
