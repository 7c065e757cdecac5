const apple = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** What is written on the keys here. */
export const command = apple ? '⌘' : 'Ctrl'
export const alt = apple ? '⌥' : 'Alt'
