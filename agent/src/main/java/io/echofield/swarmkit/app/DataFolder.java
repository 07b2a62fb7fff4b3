package io.echofield.swarmkit.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds the data folder that one source names: by itself, or by the files of early versions, whose
 * folder it then is.
 */
final class DataFolder {
  private final Layer layer;
  private final Faults faults;
  private final List<String> notices;

  private DataFolder(Layer layer, Faults faults, List<String> notices) {
    this.layer = layer;
    this.faults = faults;
    this.notices = notices;
  }

  /** The folder, empty if the source does not name one. */
  static Optional<Given<Path>> of(Layer layer, Faults faults, List<String> notices) {
    return new DataFolder(layer, faults, notices).find();
  }

  private Optional<Given<Path>> find() {
    Optional<Given<Path>> folder = layer.get(SettingKey.DATA_DIR);
    for (SettingKey<Path> key : List.of(SettingKey.TASK_STORE, SettingKey.STATE_STORE)) {
      Optional<Given<Path>> store = layer.get(key);
      if (store.isPresent()) {
        folder = Optional.of(withStore(folder, store.get(), key));
      }
    }
    return folder;
  }

  private Given<Path> withStore(
      Optional<Given<Path>> before, Given<Path> store, SettingKey<Path> key) {
    Origin at = store.origin();
    String subject = at.kind() == Origin.Kind.FLAG ? "" : key.name() + ": ";
    Path parent = Optional.ofNullable(store.value().getParent()).orElse(store.value());
    if (store.value().toString().endsWith(".json") && Files.isRegularFile(store.value())) {
      String file = shell(store.value());
      faults.add(
          at,
          subject
              + store.value()
              + " is of an early version, which this one does not read; move it away: mv "
              + file
              + " "
              + file
              + ".old");
    }
    if (before.isEmpty()) {
      notices.add(
          new Fault(
                  at,
                  subject + "the data folder is " + parent + "; better say --data-dir " + parent)
              .line());
      return new Given<>(parent, at);
    }
    if (!before.get().value().equals(parent)) {
      faults.add(
          at,
          subject
              + "the data folder would be "
              + parent
              + ", but by "
              + before.get().origin().text()
              + " it is "
              + before.get().value()
              + "; say only --data-dir DIR");
    }
    return before.get();
  }

  private static String shell(Path path) {
    String text = path.toString();
    return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
