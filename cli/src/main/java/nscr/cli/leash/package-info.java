/// The program as a child that does not outlive who started it.
package nscr.cli.leash;
