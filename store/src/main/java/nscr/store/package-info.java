/// A registry on this machine: its repositories, uploads and imports, and every rule of them
/// (R1–R8).
package nscr.store;
