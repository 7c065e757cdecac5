package chat.parley.rest;

import chat.parley.fabric.port.Authenticator;
import chat.parley.push.Stories;

/**
 * What those who run the server may see, and how they are known.
 *
 * @param authenticator of operators alone: no user's token is good here, and none of theirs anywhere else
 */
public record OperatorAccess(Authenticator authenticator, Stories stories) {}
