package io.echofield.swarmkit.app;

import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.NodeId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A link that may not have a name yet.
 *
 * @param name as the user gave it
 * @param proposal a legal name to use, with a number if it is taken, where the user gave none
 * @param subject what stands before the message in a fault: empty, or a key with a colon
 */
record LinkDraft(
    Origin at,
    String subject,
    Optional<LinkName> name,
    String proposal,
    Function<LinkName, LinkSetting> make) {

  static LinkDraft drop(Origin at, String subject, Optional<LinkName> name, Path folder) {
    return new LinkDraft(at, subject, name, "drop", chosen -> new DropLinkSetting(chosen, folder));
  }

  /** Proposes the host's name. */
  static String proposal(String host) {
    return NodeId.nearest(host).text();
  }

  /** The links with a name for each; two of one name, or to one place, are told. */
  static List<Given<LinkSetting>> named(List<LinkDraft> drafts, Faults faults) {
    Set<String> taken = new TreeSet<>();
    for (LinkDraft draft : drafts) {
      if (draft.name.isPresent() && !taken.add(draft.name.get().text())) {
        faults.add(
            draft.at,
            draft.subject + "two links are called `" + draft.name.get() + "`; rename one of them");
      }
    }
    Map<String, LinkName> places = new HashMap<>();
    List<Given<LinkSetting>> links = new ArrayList<>();
    for (LinkDraft draft : drafts) {
      LinkSetting link = draft.make.apply(draft.name.orElseGet(() -> free(draft.proposal, taken)));
      LinkName other = places.putIfAbsent(link.address(), link.name());
      if (other != null) {
        faults.add(
            draft.at,
            draft.subject
                + "links `"
                + other
                + "` and `"
                + link.name()
                + "` lead to one place; remove one of them");
      }
      links.add(new Given<>(link, draft.at));
    }
    return links;
  }

  private static LinkName free(String proposal, Set<String> taken) {
    String name = proposal;
    for (int number = 2; !taken.add(name); number++) {
      String suffix = "-" + number;
      int length = Math.min(proposal.length(), NodeId.CHARACTERS_MAX - suffix.length());
      name = proposal.substring(0, length) + suffix;
    }
    return new LinkName(name);
  }
}
