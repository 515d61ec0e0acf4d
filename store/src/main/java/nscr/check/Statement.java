package nscr.check;

import java.io.IOException;
import java.util.function.Consumer;
import nscr.rows.RowReader;

/// Something that must be so of one subject, whenever all its rows are read at one moment; of a
/// subject that is not there it says nothing.
@FunctionalInterface
interface Statement {

  /// Looks, and tells what is not so. It may be asked again, and then looks afresh.
  void look(RowReader rows, Consumer<Finding> findings) throws IOException;
}
