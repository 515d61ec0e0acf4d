/// The values of the OCI specs: parsed, validated and printed, with no input or output.
///
/// Every other room may use these; they use nothing. All are immutable and safe to share between
/// threads.
package nscr.oci;
