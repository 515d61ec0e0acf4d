/// What the JVM watches when its cache is made.
package nscr.cli.rehearsal;
