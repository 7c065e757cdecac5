package chat.parley.push;

import chat.parley.push.WakeUp.Pending;

/**
 * A wake-up that is under way.
 *
 * @param pending as it was claimed: due again when the claim ends
 */
record Sending(long number, Lane lane, WakeUp.Key key, Pending pending, PushTarget target) {}
