/**
 * MQTT as a {@link io.echofield.swarmkit.link.Link}. The only package that sees Paho, and the place
 * where its faults are contained.
 */
package io.echofield.swarmkit.link.mqtt;
