package io.echofield.swarmkit.tools.crash;

import io.echofield.swarmkit.store.mapdb.MapDbStore;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process that writes until it is killed and says after each batch that it is durable.
 *
 * <p>Lines on stdout, each written at once: {@code open PID} before it opens the folder, {@code
 * begin N} when N batches are there, {@code ack N} after each batch. Ends when its stdin does, so
 * that none outlives the laboratory.
 */
public final class CrashWriter {
  private CrashWriter() {}

  /** Arguments: folder, seed, and after how many batches it ends; without that it never does. */
  public static void main(String[] arguments) throws Exception {
    long last = arguments.length > 2 ? Long.parseLong(arguments[2]) : Long.MAX_VALUE;
    endWithStdin();
    Load load = new Load(Long.parseLong(arguments[1]));
    try (MapDbStore store = TestStore.in(Path.of(arguments[0]))) {
      say("open " + ProcessHandle.current().pid());
      long written = Load.batchesIn(store.open());
      say("begin " + written);
      while (written < last) {
        written++;
        store.commit(load.batch(written));
        say("ack " + written);
      }
    }
  }

  /** In one piece: a kill must not leave half a number. */
  static void say(String line) {
    PrintStream out = System.out;
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  /** Ends the process when nobody is there any more who could kill it. */
  static void endWithStdin() {
    Thread thread =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // It cannot be read any more: that is its end.
              }
              Runtime.getRuntime().halt(1);
            },
            "stdin");
    thread.setDaemon(true);
    thread.start();
  }
}
