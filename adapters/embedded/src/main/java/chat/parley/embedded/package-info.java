/**
 * Every port in one process, over one data directory.
 *
 * <pre>
 * DATA/FORMAT     version of all this; a newer one is refused
 * DATA/LOCK       held by the process that has the directory open; its pid
 * DATA/ACKED      up to where answers have gone out, to notice when a damaged disk loses what was acknowledged
 * DATA/db/        RocksDB
 *
 * family          key                                          value
 * default         "covered" | "delivered" | "reserved" | "pushed"   where the logs stand
 *                 "owed"                                       how many rows of the list of those that are due
 * messages        conversation 0 id                            one message or event
 * index           bucket 2 sender 0 key 0                      the first entry of a send's key
 *                 bucket 2 sender 0 key 0 conversation 0       the same where the key was used elsewhere before
 *                 bucket 1 conversation 0 position             any other change
 *                 0      0 conversation 0                      the creation, known for ever
 * heads           conversation 0                               how far the conversation has come
 * floors          conversation 0                               how far retention has come
 * cursors         conversation 0 user 0                        how far the user has read, and since when
 *                 conversation 0 user 0 1                      how far messages have come to a device of his, if further
 * members         conversation 0 0                             profile, and position of the last change
 *                 conversation 0 1 position                    a title, from that position on
 *                 conversation 0 2 user 0 joined               one tenure
 * memberships     user 0 conversation 0                        a conversation in which the user is a member now, since when, and
 *                                                              what he does not see of it
 * events          position                                     what the delivery worker has to tell
 * users           user 0 0                                     names and password hash
 *                 user 0 1 login 0                             a login that goes on
 *                 user 0 2 device 0                            a device
 * names           0 id 0 user 0                                a user's id without capitals
 *                 1 name 0 user 0                              the displayed name without capitals, if it is another
 * push_tokens     SHA-256 of platform and token                whose device it wakes
 * last_active     user 0                                       when the user was last active, while not connected
 * push_log        position                                     what may owe a wake-up, or take one back
 * wakeups         conversation 0 user 0 device 0               what is owed to the device, and what it has been shown
 * due             platform time conversation 0 user 0 device 0 the same where something is owed, by when it is due
 * traces          day conversation 0 message number            one step on the message's way to a device
 * preferences     0 user 0                                     how the user wants to be woken
 *                 1 conversation 0 user 0                      the same for one conversation
 * </pre>
 *
 * <p>Ids are ASCII without a zero, numbers are big-endian, so that the order of the bytes, which is RocksDB's own, is
 * the order in which things are read: a conversation's messages by id, its tenures together, a user's conversations
 * together, events by position. A bucket is fifteen days of log time, in two bytes: old index rows go a bucket at a time. A
 * position is a generation (4 bytes) and an offset (8).
 *
 * <p>Every value ends in a CRC-32C over its key and itself, so that a flipped bit is told by the row it is in, and never
 * served.
 */
@NullMarked
package chat.parley.embedded;

import org.jspecify.annotations.NullMarked;
