package io.echofield.swarmkit.remedy.host;

import io.echofield.swarmkit.remedy.RemedyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * Which folders may be cleaned at all: a few rules that hold whatever the configuration says,
 * because a slip in a path must not cost a system or a home.
 */
final class CleanableFolder {
  private static final List<Path> OF_THE_SYSTEM =
      List.of(
          Path.of("/bin"),
          Path.of("/boot"),
          Path.of("/dev"),
          Path.of("/etc"),
          Path.of("/lib"),
          Path.of("/lib32"),
          Path.of("/lib64"),
          Path.of("/proc"),
          Path.of("/sbin"),
          Path.of("/sys"),
          Path.of("/usr"));
  private static final List<Path> OF_HOMES = List.of(Path.of("/home"), Path.of("/Users"));

  private CleanableFolder() {}

  /**
   * The real path of a folder that may be cleaned.
   *
   * @param dataFolder of this node: only its folder {@code tmp} may be cleaned
   * @param home of the user that runs this node
   * @throws RemedyException saying what speaks against it
   */
  static Path check(String text, Path dataFolder, Path home) throws RemedyException {
    Path path = path(text);
    if (!path.isAbsolute() || !path.equals(path.normalize())) {
      throw refused(text, "it must be absolute and without . or ..");
    }
    if (Files.isSymbolicLink(path)) {
      throw refused(text, "it is a symbolic link");
    }
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw refused(text, "there is no such folder");
    }
    Path real = real(path);
    if (real.getNameCount() < 2) {
      throw refused(text, "it is the root or a folder directly below it");
    }
    if (OF_THE_SYSTEM.stream().anyMatch(real::startsWith)) {
      throw refused(text, "it belongs to the system");
    }
    if (OF_HOMES.contains(real.getParent())
        || (Files.exists(home) && real(home).startsWith(real))) {
      throw refused(text, "it is a home folder or holds one");
    }
    Path data = real(dataFolder);
    if (data.startsWith(real) || (real.startsWith(data) && !real.startsWith(data.resolve("tmp")))) {
      throw refused(text, "it holds this node's own data");
    }
    return real;
  }

  private static Path path(String text) throws RemedyException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new RemedyException(OneLine.result("refused to clean " + text + ": not a path"), e);
    }
  }

  private static Path real(Path path) throws RemedyException {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new RemedyException("cannot resolve " + path, e);
    }
  }

  private static RemedyException refused(String text, String why) {
    return new RemedyException(OneLine.result("refused to clean " + text + ": " + why));
  }
}
