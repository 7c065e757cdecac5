package chat.parley.domain;

/** What a message says: words and media of a person, or an event in the life of the conversation. */
public sealed interface Content permits Body, Event {}
