package io.echofield.swarmkit.app;

import io.echofield.swarmkit.core.id.LinkName;
import java.util.function.Function;

/** A configured way to other nodes. */
public sealed interface LinkSetting permits MqttLinkSetting, DropLinkSetting {
  LinkName name();

  /** What it is linked to, without secrets: {@code mqtt://mast-1:1883}. */
  String address();

  /** Calls the one function that fits. */
  <R> R fold(Function<MqttLinkSetting, R> mqtt, Function<DropLinkSetting, R> drop);
}
