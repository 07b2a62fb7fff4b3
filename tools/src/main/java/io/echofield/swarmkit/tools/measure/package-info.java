/**
 * What every benchmark needs: rounds in which we and our peers take turns, medians and ratios,
 * targets, the machine, and the results as a document and as a page.
 *
 * <p>A benchmark is a program that says what is. It is never a timed test, and no number makes it
 * fail.
 */
package io.echofield.swarmkit.tools.measure;
