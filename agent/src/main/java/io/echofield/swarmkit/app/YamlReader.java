package io.echofield.swarmkit.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads the YAML of a configuration: one document, no tags, no key twice, at most {@value
 * #ALIASES_MAX} aliases and {@value #DEPTH_MAX} levels.
 *
 * <p>Works on the parser's events, so nothing is built before it passed these limits. The length of
 * the text is the caller's to limit.
 */
final class YamlReader {
  static final int ALIASES_MAX = 16;
  static final int DEPTH_MAX = 12;

  private static final Set<String> NULLS = Set.of("", "~", "null");

  private final String file;
  private final Faults faults;
  private final Iterator<Event> events;
  private final Map<String, Yaml> anchors = new HashMap<>();
  private int aliases;

  private YamlReader(String file, Iterator<Event> events, Faults faults) {
    this.file = file;
    this.events = events;
    this.faults = faults;
  }

  /**
   * The keys of a file; a file without any content has none. Empty if the file cannot be used as a
   * whole; faults tell why. Smaller faults are told too and what they concern is left out.
   */
  static Optional<Yaml.Mapping> read(String file, String text, Faults faults) {
    LoadSettings settings = LoadSettings.builder().setLabel(file).setParseComments(false).build();
    try {
      Iterator<Event> events = new Parse(settings).parseString(text).iterator();
      return new YamlReader(file, events, faults).document();
    } catch (MarkedYamlEngineException e) {
      Origin at = e.getProblemMark().map(mark -> origin(file, mark)).orElse(Origin.file(file));
      faults.add(at, "not YAML: " + oneLine(e.getProblem()) + "; check indentation and quotes");
    } catch (YamlEngineException e) {
      faults.add(Origin.file(file), "not YAML: " + oneLine(e.getMessage()) + "; remove it");
    } catch (BeyondLimitException e) {
      faults.add(e.at, e.getMessage());
    }
    return Optional.empty();
  }

  private Optional<Yaml.Mapping> document() throws BeyondLimitException {
    Yaml content = null;
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof NodeEvent node) {
        if (content != null) {
          faults.add(at(event), "a second document; put everything into the first");
          return Optional.empty();
        }
        content = node(node, 1);
      }
    }
    if (content == null || content instanceof Yaml.Nothing) {
      return Optional.of(new Yaml.Mapping(Origin.file(file), List.of()));
    }
    if (content instanceof Yaml.Mapping mapping) {
      return Optional.of(mapping);
    }
    faults.add(
        content.at(), "must be keys with values, not " + content.kind() + "; see the sample");
    return Optional.empty();
  }

  private Yaml node(NodeEvent event, int depth) throws BeyondLimitException {
    if (depth > DEPTH_MAX) {
      throw new BeyondLimitException(
          at(event), "more than " + DEPTH_MAX + " levels; no key needs so many");
    }
    if (event instanceof AliasEvent alias) {
      return alias(alias);
    }
    Yaml node =
        event instanceof ScalarEvent scalar
            ? scalar(scalar)
            : collection((CollectionStartEvent) event, depth);
    event.getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), node));
    return node;
  }

  private Yaml alias(AliasEvent alias) throws BeyondLimitException {
    aliases++;
    if (aliases > ALIASES_MAX) {
      throw new BeyondLimitException(
          at(alias), "more than " + ALIASES_MAX + " aliases; write the values out");
    }
    String name = alias.getAlias().getValue();
    Yaml meant = anchors.get(name);
    if (meant == null) {
      faults.add(
          at(alias), "no anchor " + Wording.shown(name) + " before this alias; write it out");
      return new Yaml.Nothing(at(alias));
    }
    return meant;
  }

  private Yaml scalar(ScalarEvent event) {
    refuseTag(event, event.getTag());
    return event.isPlain() && NULLS.contains(event.getValue())
        ? new Yaml.Nothing(at(event))
        : new Yaml.Scalar(at(event), event.getValue());
  }

  private Yaml collection(CollectionStartEvent start, int depth) throws BeyondLimitException {
    refuseTag(start, start.getTag());
    return start.getEventId() == Event.ID.SequenceStart
        ? items(start, depth)
        : mapping(start, depth);
  }

  private Yaml items(Event start, int depth) throws BeyondLimitException {
    List<Yaml> items = new ArrayList<>();
    Event event = events.next();
    while (event instanceof NodeEvent item) {
      items.add(node(item, depth + 1));
      event = events.next();
    }
    return new Yaml.Items(at(start), items);
  }

  private Yaml mapping(Event start, int depth) throws BeyondLimitException {
    List<Yaml.Entry> entries = new ArrayList<>();
    Map<String, Origin> seen = new HashMap<>();
    Event event = events.next();
    while (event instanceof NodeEvent keyEvent) {
      Yaml key = node(keyEvent, depth + 1);
      Origin at = at(keyEvent);
      Yaml value = node((NodeEvent) events.next(), depth + 1);
      if (key instanceof Yaml.Scalar name) {
        Origin first = seen.putIfAbsent(name.text(), at);
        if (first == null) {
          entries.add(new Yaml.Entry(at, name.text(), value));
        } else {
          faults.add(
              at,
              Wording.shown(name.text())
                  + " is there twice, first in line "
                  + first.line()
                  + "; remove one");
        }
      } else {
        faults.add(at, "a key must be a word, not " + key.kind() + "; write `key: value`");
      }
      event = events.next();
    }
    return new Yaml.Mapping(at(start), entries);
  }

  private void refuseTag(Event event, Optional<String> tag) {
    tag.ifPresent(
        text ->
            faults.add(at(event), "tags like " + Wording.shown(text) + " are refused; remove it"));
  }

  private Origin at(Event event) {
    return event.getStartMark().map(mark -> origin(file, mark)).orElse(Origin.file(file));
  }

  private static Origin origin(String file, Mark mark) {
    return Origin.file(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "?");
  }

  /** The file is of a size that nobody writes by hand: reading ends here. */
  private static final class BeyondLimitException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Origin at;

    BeyondLimitException(Origin at, String message) {
      super(message);
      this.at = at;
    }
  }
}
