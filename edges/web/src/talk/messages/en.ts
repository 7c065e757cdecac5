import { plural } from '../../i18n/plural.ts'

const count = (n: number, one: string, other: string) => plural('en', n, { one: `${n} ${one}`, other: `${n} ${other}` })
const list = new Intl.ListFormat('en', { type: 'conjunction' })

/** The words of the conversation pane. A function where something is counted or named; names come isolated. */
export const talk = {
  // The head.
  back: 'Back to conversations',
  details: 'Details',
  members: (n: number) => count(n, 'member', 'members'),
  lastActive: (ago: string) => `last active ${ago}`,
  untitled: 'Group',
  gone: 'This conversation is not here any more.',
  you: 'You',

  // The messages.
  timeline: 'Messages',
  today: 'Today',
  yesterday: 'Yesterday',
  unread: 'New',
  newMessages: (n: number) => count(n, 'new message', 'new messages'),
  toNewest: 'To the newest message',
  loading: 'Loading…',
  loadFailed: 'Older messages could not be loaded.',
  tryAgain: 'Try again',
  empty: 'No messages yet. Say hello!',
  beginning: 'This is where it begins.',
  more: 'Show more',
  attachments: (n: number) => count(n, 'attachment', 'attachments'),
  says: (name: string, text: string) => `${name}: ${text}`,
  sendState: {
    queued: 'Waiting to be sent',
    sending: 'Sending',
    sent: 'Sent',
    delivered: 'Delivered',
    read: 'Read',
    failed: 'Not sent',
  },
  failure: {
    too_large: 'It is too long.',
    forbidden: 'You may not write here any more.',
    not_found: 'The conversation is not there any more.',
    conflict: 'It was sent already in another form.',
  },
  failedBecause: 'The server refused it.',

  // What happened in a group. `self` is whether the reader did it.
  event: {
    created: (who: string, self: boolean) => (self ? 'You made the group' : `${who} made the group`),
    createdTitle: (who: string, self: boolean, title: string) =>
      self ? `You made the group ${title}` : `${who} made the group ${title}`,
    added: (who: string, self: boolean, whom: readonly string[]) => `${self ? 'You' : who} added ${list.format(whom)}`,
    removed: (who: string, self: boolean, whom: readonly string[]) =>
      `${self ? 'You' : who} removed ${list.format(whom)}`,
    left: (who: string, self: boolean) => (self ? 'You left' : `${who} left`),
    renamed: (who: string, self: boolean, title: string) => `${self ? 'You' : who} renamed the group to ${title}`,
    owner: (whom: readonly string[], self: boolean) =>
      self ? 'You are the owner now' : `${list.format(whom)} is the owner now`,
    admin: (whom: readonly string[], self: boolean) =>
      self ? 'You are an admin now' : `${list.format(whom)} is an admin now`,
    member: (whom: readonly string[], self: boolean) =>
      self ? 'You are no admin any more' : `${list.format(whom)} is no admin any more`,
    other: (who: string, self: boolean) => `${self ? 'You' : who} changed something that this version cannot show`,
    youAsWhom: 'you',
    others: (n: number) => count(n, 'other', 'others'),
  },

  // What can be done with a message.
  actions: 'Actions',
  copy: 'Copy text',
  readBy: 'Who has read it',
  retry: 'Try again',
  remove: 'Delete',
  edit: 'Edit',
  read: 'Read',
  delivered: 'Delivered',
  notYet: 'Not yet',
  nobody: 'Nobody yet',

  typing: (names: readonly string[]) =>
    names.length > 3
      ? 'Several people are typing…'
      : plural('en', names.length, {
          one: `${list.format(names)} is typing…`,
          other: `${list.format(names)} are typing…`,
        }),

  // The composer.
  composer: 'Write a message',
  send: 'Send',
  tooLong: (bytes: number) => `Too long by ${count(bytes, 'byte', 'bytes')}`,
  bytesLeft: (bytes: number) => `${count(bytes, 'byte', 'bytes')} left`,
  suggestions: 'Suggestions',
  emoji: 'Emoji',
  searchEmoji: 'Search emoji',
  emojiFailed: 'The emoji could not be loaded.',
  noEmoji: 'No emoji found',
  emojiGroups: [
    'Smileys',
    'People',
    'Animals and nature',
    'Food and drink',
    'Travel and places',
    'Activities',
    'Objects',
    'Symbols',
    'Flags',
  ] as readonly string[],
}
