package io.echofield.swarmkit.app;

import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.LinkName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the list {@code links} of a file and the flat key {@code sync_path} beside it. */
final class LinkListReader {
  private static final List<String> KINDS_OF_OTHER_VERSIONS = List.of("http", "bundle");
  private static final List<String> OPTIONS_OF_OTHER_VERSIONS = List.of("frame_bytes", "rate");

  private final Path base;
  private final Path home;
  private final List<LinkDraft> drafts = new ArrayList<>();

  private LinkListReader(Path base, Path home) {
    this.base = base;
    this.home = home;
  }

  /** The links, if the file names any or says that there are none. */
  static Optional<Given<List<Given<LinkSetting>>>> read(
      Section root, Function<String, Decoded<Path>> path, Path base, Path home, Faults faults) {
    LinkListReader reader = new LinkListReader(base, home);
    Optional<Given<List<Yaml>>> items = root.items("links", Bounds.LINKS_MAX);
    items.ifPresent(list -> reader.list(root, list.value()));
    Optional<Given<Path>> folder = root.value("sync_path", path);
    folder.ifPresent(
        given ->
            reader.drafts.add(
                LinkDraft.drop(given.origin(), "sync_path: ", Optional.empty(), given.value())));
    return items
        .map(Given::origin)
        .or(() -> folder.map(Given::origin))
        .map(origin -> new Given<>(LinkDraft.named(reader.drafts, faults), origin));
  }

  private void list(Section root, List<Yaml> items) {
    for (int i = 0; i < items.size(); i++) {
      root.section("links[" + i + "]", items.get(i)).ifPresent(this::link);
    }
  }

  private void link(Section link) {
    Optional<LinkName> name = link.value("name", LinkTexts::name).map(Given::value);
    Optional<Given<MqttUri>> mqtt = link.value("mqtt", MqttUri::parse);
    Optional<Given<Path>> files = link.value("files", text -> Texts.path(text, base, home));
    KINDS_OF_OTHER_VERSIONS.forEach(link::unsupported);
    if (link.entry("mqtt").isPresent()) {
      mqtt(link, name, mqtt);
    }
    boolean otherKind = KINDS_OF_OTHER_VERSIONS.stream().anyMatch(kind -> isThere(link, kind));
    boolean isMqtt = isThere(link, "mqtt");
    boolean isFiles = isThere(link, "files");
    if (isMqtt && isFiles) {
      link.fault(link.at(), link.name() + ": a link leads to one place; make two links");
    } else if (!isMqtt && !isFiles && !otherKind) {
      link.fault(
          link.at(), link.name() + ": nothing to link to; give mqtt: mqtt://HOST or files: DIR");
    } else {
      files.ifPresent(
          folder ->
              drafts.add(LinkDraft.drop(link.at(), link.name() + ": ", name, folder.value())));
    }
    link.finish();
  }

  private void mqtt(Section link, Optional<LinkName> name, Optional<Given<MqttUri>> uri) {
    Optional<Given<String>> user = link.value("username", Texts::someText);
    Optional<Given<Path>> password =
        link.value("password_file", text -> Texts.path(text, base, home));
    Optional<Given<Boolean>> swarm = link.flag("swarm");
    link.value("profile", LinkTexts::profile);
    OPTIONS_OF_OTHER_VERSIONS.forEach(link::unsupported);
    if (uri.isEmpty()) {
      return;
    }
    Origin at = uri.get().origin();
    String subject = link.name("mqtt") + ": ";
    MqttDraft.of(uri.get().value(), base, home)
        .fold(draft -> merged(draft, name, user, password, swarm), Decoded.Rejected<MqttDraft>::new)
        .fold(
            draft ->
                draft
                    .contradiction()
                    .<Decoded<MqttDraft>>map(Decoded.Rejected::new)
                    .orElseGet(() -> new Decoded.Accepted<>(draft)),
            Decoded.Rejected<MqttDraft>::new)
        .fold(
            draft ->
                drafts.add(
                    new LinkDraft(
                        link.at(),
                        link.name() + ": ",
                        draft.name(),
                        LinkDraft.proposal(draft.host()),
                        draft::make)),
            reason -> {
              link.fault(at, subject + reason);
              return false;
            });
  }

  /** What the URI and the keys beside it say together; one thing said twice is refused. */
  private static Decoded<MqttDraft> merged(
      MqttDraft uri,
      Optional<LinkName> name,
      Optional<Given<String>> user,
      Optional<Given<Path>> password,
      Optional<Given<Boolean>> swarm) {
    if ((uri.name().isPresent() && name.isPresent())
        || (uri.userName().isPresent() && user.isPresent())
        || (uri.passwordFile().isPresent() && password.isPresent())
        || (uri.swarm().isPresent() && swarm.isPresent())) {
      return new Decoded.Rejected<>("a key says what the address says too; remove it from one");
    }
    return new Decoded.Accepted<>(
        new MqttDraft(
            uri.host(),
            uri.port(),
            uri.name().or(() -> name),
            uri.userName().or(() -> user.map(Given::value)),
            uri.passwordFile().or(() -> password.map(Given::value)),
            uri.swarm().or(() -> swarm.map(Given::value))));
  }

  private static boolean isThere(Section link, String key) {
    return link.entry(key).isPresent();
  }
}
