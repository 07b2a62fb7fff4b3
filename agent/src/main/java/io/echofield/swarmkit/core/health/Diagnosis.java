package io.echofield.swarmkit.core.health;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds out from readings, cycle by cycle, which rules call for their action.
 *
 * <p>Hysteresis: a rule fires once, in the cycle in which its condition has held {@link
 * Rule#cycles} times in a row. It can fire again after the condition was false as many times in a
 * row. A cycle without the rule's reading is not counted at all: it neither fires nor clears nor
 * interrupts.
 *
 * <p>Counts live in memory only: after a restart a condition that still holds fires again, after
 * its cycles. One thread.
 */
public final class Diagnosis {
  private final List<Watch> watches = new ArrayList<>();

  /**
   * A diagnosis by these rules.
   *
   * @throws IllegalArgumentException if two rules have one name
   */
  public Diagnosis(List<Rule> rules) {
    for (Rule rule : rules) {
      if (watches.stream().anyMatch(watch -> watch.rule.name().equals(rule.name()))) {
        throw new IllegalArgumentException("two rules are called \"" + rule.name() + "\"");
      }
      watches.add(new Watch(rule));
    }
  }

  /**
   * Takes the readings of one health cycle; gives the rules that fire in it, in the order of rules.
   */
  public List<Rule> observe(List<Reading> readings) {
    SortedMap<String, Reading> byName = new TreeMap<>();
    readings.forEach(reading -> byName.put(reading.name(), reading));
    List<Rule> fired = new ArrayList<>();
    for (Watch watch : watches) {
      Reading reading = byName.get(watch.rule.reading());
      if (reading != null && watch.observe(watch.rule.holds(reading))) {
        fired.add(watch.rule);
      }
    }
    return fired;
  }

  /** Rules that fired and have not cleared since, in the order of rules. */
  public List<Rule> firing() {
    return watches.stream().filter(watch -> watch.firing).map(watch -> watch.rule).toList();
  }

  /** One rule and what was seen of it. */
  private static final class Watch {
    private final Rule rule;

    /** Whether the rule has fired and not cleared. */
    private boolean firing;

    /** Cycles in a row that speak for the other value of {@link #firing}. */
    private int against;

    Watch(Rule rule) {
      this.rule = rule;
    }

    /** Returns whether the rule fires in this cycle. */
    boolean observe(boolean holds) {
      against = holds == firing ? 0 : against + 1;
      if (against < rule.cycles()) {
        return false;
      }
      against = 0;
      firing = !firing;
      return firing;
    }
  }
}
