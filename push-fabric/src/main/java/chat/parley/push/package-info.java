/**
 * Waking the devices of those who are away. What is pushed is a wake-up, and never the carrier of a message.
 *
 * <p>What was told to those who were there goes on the {@link chat.parley.push.port.PushLog}. The {@link
 * chat.parley.push.Planner} reads it, after a grace for sockets that just broke, and decides whom each message wakes; what
 * it owes to a device for a conversation is one row of {@link chat.parley.push.port.WakeUps}, whatever the number of
 * messages. The {@link chat.parley.push.PushGateway} sends what is due by the {@link chat.parley.push.port.PushProvider} of
 * the device's platform, and keeps what could not be sent for later. What became of each message is told by its trace.
 */
@NullMarked
package chat.parley.push;

import org.jspecify.annotations.NullMarked;
