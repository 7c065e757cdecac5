const en = {
  newMessages: (count: number) => (count > 1 ? `${count} new messages` : 'New message'),
  test: 'This device is notified.',
  something: 'There is something new.',
}

const de: typeof en = {
  newMessages: (count) => (count > 1 ? `${count} neue Nachrichten` : 'Neue Nachricht'),
  test: 'Dieses Gerät wird benachrichtigt.',
  something: 'Es gibt etwas Neues.',
}

/** In the browser's language: what is set in the app, a worker cannot see. */
export const wordsIn = (language: string): typeof en => (/^de\b/i.test(language) ? de : en)
