package io.echofield.swarmkit.app;

import io.echofield.swarmkit.core.health.Rule;
import io.echofield.swarmkit.remedy.Action;
import io.echofield.swarmkit.remedy.RemedyMode;
import java.util.List;

/**
 * What a node does about its health.
 *
 * @param actions the whole allow-list, built-in ones too, in the order of names; no name twice
 * @param rules names are unique
 */
public record RemediationSetting(RemedyMode mode, List<Action> actions, List<Rule> rules) {
  public RemediationSetting {
    actions = List.copyOf(actions);
    rules = List.copyOf(rules);
  }
}
