package io.echofield.swarmkit.app;

/** A value that a source gives, and where. */
record Given<T>(T value, Origin origin) {}
