package io.echofield.swarmkit.app;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the faults of one reading, so that all can be told at once. One thread. */
final class Faults {
  /** Flags before files, and a file from top to bottom. */
  private static final Comparator<Fault> ORDER =
      Comparator.comparing((Fault fault) -> fault.at().kind())
          .thenComparingInt(fault -> fault.at().line())
          .thenComparingInt(fault -> fault.at().column());

  private final List<Fault> faults = new ArrayList<>();

  void add(Origin at, String message) {
    faults.add(new Fault(at, message));
  }

  boolean isEmpty() {
    return faults.isEmpty();
  }

  List<Fault> inOrder() {
    return faults.stream().sorted(ORDER).toList();
  }
}
