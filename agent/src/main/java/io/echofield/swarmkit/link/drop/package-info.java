/**
 * A shared folder as a {@link io.echofield.swarmkit.link.Link}: a disk, a synced folder, a stick
 * that is carried.
 */
package io.echofield.swarmkit.link.drop;
