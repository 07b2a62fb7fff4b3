package io.echofield.swarmkit.app;

import io.echofield.swarmkit.app.MqttLinkSetting.Profile;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.LinkName;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the parts of links, from flags and files. */
final class LinkTexts {
  private static final String FILE = "file:";

  private LinkTexts() {}

  /** Names of links follow the rule of node ids. */
  static Decoded<LinkName> name(String text) {
    return Texts.nodeId(text)
        .fold(good -> new Decoded.Accepted<>(new LinkName(text)), Decoded.Rejected::new);
  }

  static Decoded<Profile> profile(String text) {
    return switch (text) {
      case "lan" -> new Decoded.Accepted<>(Profile.LAN);
      case "radio" -> new Decoded.Rejected<>("`radio` is not supported by this version; write lan");
      default -> new Decoded.Rejected<>("must be lan, not " + Wording.shown(text) + "; write that");
    };
  }

  /** A link of a flag: {@code mqtt://...} or {@code file:DIR}. */
  static Decoded<LinkDraft> uri(String text, Origin at, Path base, Path home) {
    if (text.startsWith(FILE)) {
      return file(text.substring(FILE.length()), at, base, home);
    }
    if (!text.contains("://")) {
      return new Decoded.Rejected<>(
          "must begin with mqtt:// or file:; write it like mqtt://192.0.2.7:1883 or "
              + "file:/srv/swarm");
    }
    return MqttUri.parse(text)
        .fold(uri -> MqttDraft.of(uri, base, home), Decoded.Rejected<MqttDraft>::new)
        .fold(draft -> mqtt(draft, at), Decoded.Rejected<LinkDraft>::new);
  }

  private static Decoded<LinkDraft> mqtt(MqttDraft draft, Origin at) {
    String proposal = LinkDraft.proposal(draft.host());
    return draft
        .contradiction()
        .<Decoded<LinkDraft>>map(Decoded.Rejected::new)
        .orElseGet(
            () ->
                new Decoded.Accepted<>(new LinkDraft(at, "", draft.name(), proposal, draft::make)));
  }

  /** Also {@code file:///DIR}, as browsers write it. */
  private static Decoded<LinkDraft> file(String path, Origin at, Path base, Path home) {
    if (path.startsWith("//") && !path.startsWith("///")) {
      return new Decoded.Rejected<>("must name a folder of this machine; write file:/DIR");
    }
    return Texts.path(path.startsWith("//") ? path.substring(2) : path, base, home)
        .fold(
            folder -> new Decoded.Accepted<>(LinkDraft.drop(at, "", Optional.empty(), folder)),
            Decoded.Rejected::new);
  }
}
