import { plural } from '../../i18n/plural.ts'
import type { talk as english } from './en.ts'

const count = (n: number, one: string, other: string) => plural('de', n, { one: `${n} ${one}`, other: `${n} ${other}` })
const list = new Intl.ListFormat('de', { type: 'conjunction' })

export const talk: typeof english = {
  back: 'Zurück zu den Unterhaltungen',
  details: 'Details',
  members: (n) => count(n, 'Mitglied', 'Mitglieder'),
  lastActive: (ago) => `zuletzt aktiv ${ago}`,
  untitled: 'Gruppe',
  gone: 'Diese Unterhaltung ist nicht mehr da.',
  you: 'Du',

  timeline: 'Nachrichten',
  today: 'Heute',
  yesterday: 'Gestern',
  unread: 'Neu',
  newMessages: (n) => count(n, 'neue Nachricht', 'neue Nachrichten'),
  toNewest: 'Zur neuesten Nachricht',
  loading: 'Wird geladen…',
  loadFailed: 'Ältere Nachrichten konnten nicht geladen werden.',
  tryAgain: 'Noch einmal',
  empty: 'Noch keine Nachrichten. Sag Hallo!',
  beginning: 'Hier beginnt alles.',
  more: 'Mehr anzeigen',
  attachments: (n) => count(n, 'Anhang', 'Anhänge'),
  says: (name, text) => `${name}: ${text}`,
  sendState: {
    queued: 'Wartet auf das Senden',
    sending: 'Wird gesendet',
    sent: 'Gesendet',
    delivered: 'Zugestellt',
    read: 'Gelesen',
    failed: 'Nicht gesendet',
  },
  failure: {
    too_large: 'Sie ist zu lang.',
    forbidden: 'Du darfst hier nicht mehr schreiben.',
    not_found: 'Die Unterhaltung ist nicht mehr da.',
    conflict: 'Sie wurde schon in anderer Form gesendet.',
  },
  failedBecause: 'Der Server hat sie abgelehnt.',

  event: {
    created: (who, self) => (self ? 'Du hast die Gruppe erstellt' : `${who} hat die Gruppe erstellt`),
    createdTitle: (who, self, title) => `${self ? 'Du hast' : `${who} hat`} die Gruppe ${title} erstellt`,
    added: (who, self, whom) => `${self ? 'Du hast' : `${who} hat`} ${list.format(whom)} hinzugefügt`,
    removed: (who, self, whom) => `${self ? 'Du hast' : `${who} hat`} ${list.format(whom)} entfernt`,
    left: (who, self) => (self ? 'Du hast die Gruppe verlassen' : `${who} hat die Gruppe verlassen`),
    renamed: (who, self, title) => `${self ? 'Du hast' : `${who} hat`} die Gruppe in ${title} umbenannt`,
    owner: (whom, self) => (self ? 'Die Gruppe gehört jetzt dir' : `Die Gruppe gehört jetzt ${list.format(whom)}`),
    admin: (whom, self) =>
      self ? 'Du verwaltest die Gruppe jetzt mit' : `${list.format(whom)} verwaltet die Gruppe jetzt mit`,
    member: (whom, self) =>
      self ? 'Du verwaltest die Gruppe nicht mehr' : `${list.format(whom)} verwaltet die Gruppe nicht mehr`,
    other: (who, self) => `${self ? 'Du hast' : `${who} hat`} etwas geändert, das diese Version nicht zeigen kann`,
    youAsWhom: 'dich',
    others: (n) => plural('de', n, { one: 'eine weitere Person', other: `${n} weitere` }),
  },

  actions: 'Aktionen',
  copy: 'Text kopieren',
  readBy: 'Wer sie gelesen hat',
  retry: 'Noch einmal senden',
  remove: 'Löschen',
  edit: 'Bearbeiten',
  read: 'Gelesen',
  delivered: 'Zugestellt',
  notYet: 'Noch nicht',
  nobody: 'Noch niemand',

  typing: (names) =>
    names.length > 3
      ? 'Mehrere schreiben…'
      : plural('de', names.length, {
          one: `${list.format(names)} schreibt…`,
          other: `${list.format(names)} schreiben…`,
        }),

  composer: 'Nachricht schreiben',
  send: 'Senden',
  tooLong: (bytes) => `${count(bytes, 'Byte', 'Bytes')} zu lang`,
  bytesLeft: (bytes) => `Noch ${count(bytes, 'Byte', 'Bytes')}`,
  suggestions: 'Vorschläge',
  emoji: 'Emoji',
  searchEmoji: 'Emoji suchen',
  emojiFailed: 'Die Emoji konnten nicht geladen werden.',
  noEmoji: 'Kein Emoji gefunden',
  emojiGroups: [
    'Gesichter',
    'Menschen',
    'Tiere und Natur',
    'Essen und Trinken',
    'Reisen und Orte',
    'Aktivitäten',
    'Gegenstände',
    'Symbole',
    'Flaggen',
  ],
}
