package io.echofield.swarmkit.tools.measure;

/** Told what happens while a benchmark runs. Never throws. */
public interface Progress {
  void say(String line);
}
