package io.echofield.swarmkit.remedy;

import java.util.SortedMap;

/**
 * Port: code that carries out actions of one kind.
 *
 * <p>Conservative: it touches only what its parameters name, refuses what it does not understand,
 * and in a dry run changes nothing but says what it would have done. May block until the deadline;
 * called from one worker thread, never twice at once.
 */
public interface RemediationHandler {
  /**
   * Acts.
   *
   * @param parameters fixed and variable ones of the action, already checked against its
   *     declaration
   * @param dryRun true: change nothing
   * @param deadlineNanos {@link System#nanoTime} by which it must return
   * @return what was (or would have been) done, one line, at most 512 bytes of UTF-8
   * @throws RemedyException if it failed or refused; the message becomes the task's reason
   */
  String run(SortedMap<String, String> parameters, boolean dryRun, long deadlineNanos)
      throws RemedyException;
}
