package io.echofield.swarmkit.remedy.host;

import io.echofield.swarmkit.remedy.RemediationHandler;
import io.echofield.swarmkit.remedy.RemedyException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.SortedMap;

/**
 * Deletes old files of one folder.
 *
 * <p>Parameters: {@code path} (absolute), {@code older_than} (a time span; by time of last change),
 * {@code recursive} ({@code true} or {@code false}, the default), {@code max_files} (default
 * {@value #FILES_DEFAULT}, at most {@value #FILES_MAX}).
 *
 * <p>Only regular files go; folders stay, links are neither followed nor deleted, other file
 * systems are not entered, and each file is looked at just before it goes. Some folders are never
 * cleaned, see {@link CleanableFolder}. It stops at the deadline and says so.
 */
public final class CleanDirectoryHandler implements RemediationHandler {
  public static final String NAME = "clean-directory";

  /** Files deleted in one run at most; the result says that there are more. */
  static final int FILES_MAX = 100_000;

  static final int FILES_DEFAULT = 10_000;

  private final Path dataFolder;
  private final Path home;
  private final InstantSource clock;

  /**
   * A handler.
   *
   * @param dataFolder of this node, never cleaned except for its {@code tmp}
   * @param home of the user that runs this node, never cleaned
   */
  public CleanDirectoryHandler(Path dataFolder, Path home, InstantSource clock) {
    this.dataFolder = dataFolder;
    this.home = home;
    this.clock = clock;
  }

  @Override
  public String run(SortedMap<String, String> parameters, boolean dryRun, long deadlineNanos)
      throws RemedyException {
    Parameters.only(parameters, "path", "older_than", "recursive", "max_files");
    boolean recursive = Parameters.flag(parameters, "recursive");
    int filesMax = Parameters.count(parameters, "max_files", FILES_DEFAULT, FILES_MAX);
    long changedBefore = clock.millis() - Parameters.spanMillis(parameters, "older_than");
    String path = Parameters.required(parameters, "path");
    Path folder = CleanableFolder.check(path, dataFolder, home);
    Sweep sweep = new Sweep(folder, changedBefore, recursive, filesMax, dryRun, deadlineNanos);
    try {
      sweep.run();
    } catch (IOException e) {
      throw new RemedyException(
          OneLine.result("cannot clean " + folder + ": " + e + "; until then " + sweep.result()),
          e);
    }
    if (sweep.nothingWorked()) {
      throw new RemedyException(OneLine.result(sweep.result()));
    }
    return OneLine.result(sweep.result());
  }
}
