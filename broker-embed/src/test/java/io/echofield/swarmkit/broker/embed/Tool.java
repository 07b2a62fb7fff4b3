package io.echofield.swarmkit.broker.embed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A run of a standard command line client, {@code mosquitto_sub} or {@code mosquitto_pub}. */
record Tool(int code, String output) {
  static Tool run(String program, int port, String... arguments)
      throws IOException, InterruptedException {
    Process process = start(program, port, arguments);
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return of(process);
  }

  static Process start(String program, int port, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program, "-p", Integer.toString(port)));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  static Tool of(Process ended) throws IOException, InterruptedException {
    String output = new String(ended.getInputStream().readAllBytes(), UTF_8);
    return new Tool(ended.waitFor(), output.strip());
  }
}
