package io.echofield.swarmkit.app;

import io.echofield.swarmkit.core.id.LinkName;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A link through files in a shared folder.
 *
 * @param folder absolute
 */
public record DropLinkSetting(LinkName name, Path folder) implements LinkSetting {
  @Override
  public String address() {
    return "file:" + folder;
  }

  @Override
  public <R> R fold(Function<MqttLinkSetting, R> mqtt, Function<DropLinkSetting, R> drop) {
    return drop.apply(this);
  }
}
