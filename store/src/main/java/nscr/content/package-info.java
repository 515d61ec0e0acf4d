/// The waist between places: where content comes from, where it goes to, and the one way it moves.
package nscr.content;
