/** The benchmarks: a class for each, its load and its peers. {@link Benchmarks} has them all. */
package io.echofield.swarmkit.tools.bench;
