/**
 * The crash laboratory: {@code echofield crash-test}. Experiments do to the real store what the
 * world does to it (kill it, cut its power, fail its disk, flip its bits, fill its file system) and
 * compare what the next open tells with a model of what was acknowledged.
 *
 * <p>An {@link io.echofield.swarmkit.tools.crash.Experiment} runs {@code Trials}; a trial is named
 * by its seed, writes the batches of a {@code Load}, and ends at the first {@code BrokenPromise}.
 * {@code Inspection} is the one place that opens a folder and compares.
 *
 * <p>Sources: SQLite's TH3 (an I/O operation fails once, or for good), ALICE (Pillai et al. 2014)
 * and TigerBeetle's simulator (states that a power loss may leave), Jepsen (reports that replay).
 */
package io.echofield.swarmkit.tools.crash;
