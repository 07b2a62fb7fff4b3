/** The embedded MQTT broker behind one facade; nothing else sees its classes. */
package io.echofield.swarmkit.hivemq;
