package io.echofield.swarmkit.tools.measure;

/** One number of one trial. */
public record Reading(Metric metric, double value) {}
