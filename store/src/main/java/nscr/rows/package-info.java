/// Which rows the index has, their keys and values, and what each change of them relies on.
///
/// A key is words joined by single spaces; no word can contain one, and a space sorts below every
/// character of a name, so that prefixes do not bleed and names stand in the order of the spec's
/// listings. A value is sixteen hexadecimal digits that no other write of the row ever had (R7), a
/// space, and the row's fields.
package nscr.rows;
