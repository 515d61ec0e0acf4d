/// Proves that a store is what its rules say (R1–R8), and finds what is not.
package nscr.check;
