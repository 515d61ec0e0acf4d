package groovy.lang;

/// In the place of Groovy's class of this name, which picocli asks for at each start. To find that
/// there is none the JVM would open the program's jar and read its whole directory, which is a
/// tenth of what a short command costs.
public final class Closure {
  private Closure() {}
}
