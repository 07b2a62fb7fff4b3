package io.echofield.swarmkit.tools.demo;

import java.util.List;

/** Where people watch a demo. Called from one thread. */
public interface Screen {
  /** One sentence of the story. */
  void say(String line);

  /** The table as it is now. A screen that cannot redraw leaves it out. */
  void refresh(List<String> table);

  /** The table at a moment that matters. */
  void keep(List<String> table);

  /** Shows nothing. */
  static Screen none() {
    return new Screen() {
      @Override
      public void say(String line) {
        // nobody watches
      }

      @Override
      public void refresh(List<String> table) {
        // nobody watches
      }

      @Override
      public void keep(List<String> table) {
        // nobody watches
      }
    };
  }
}
