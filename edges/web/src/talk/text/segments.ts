import LinkifyIt from 'linkify-it'

/** A message's text as it is shown: plain pieces and links, never markup. */
export type Segment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  | { readonly kind: 'mention'; readonly text: string; readonly userId: string }

/**
 * Which words are links is asked of linkify-it (4 KB), not of an expression of our own: where a link ends before
 * brackets, quotes and full stops, and what is a name of a host, it has learnt over ten years.
 */
const linkify = new LinkifyIt().add('ftp:', null).add('//', null)
const allowed = new Set(['http:', 'https:', 'mailto:'])
const mention = /(?<![\w.@-])@([A-Za-z0-9_.-]{1,64})/g
/** Characters that turn the direction: within the text of a link they would show another address than it has. */
const turning = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

export function segments(text: string, isMember: (userId: string) => boolean = () => false): readonly Segment[] {
  const found: Segment[] = []
  let end = 0
  for (const match of text.includes('.') || text.includes(':') ? (linkify.match(text) ?? []) : []) {
    const href = safeHref(match.url)
    if (href === null) continue
    plain(text.slice(end, match.index), isMember, found)
    found.push({ kind: 'link', text: match.raw.replace(turning, ''), href })
    end = match.lastIndex
  }
  plain(text.slice(end), isMember, found)
  return found
}

/** The address as the browser understands it, when it is one of the three kinds that may be opened. */
export function safeHref(address: string): string | null {
  try {
    const url = new URL(address)
    return allowed.has(url.protocol) ? url.href : null
  } catch {
    return null
  }
}

function plain(text: string, isMember: (userId: string) => boolean, found: Segment[]): void {
  let end = 0
  if (text.includes('@')) {
    for (const match of text.matchAll(mention)) {
      const userId = memberNamed(match[1] ?? '', isMember)
      if (userId === null) continue
      if (match.index > end) found.push({ kind: 'text', text: text.slice(end, match.index) })
      found.push({ kind: 'mention', text: `@${userId}`, userId })
      end = match.index + 1 + userId.length
    }
  }
  if (end < text.length) found.push({ kind: 'text', text: text.slice(end) })
}

/** A full stop or hyphen after a name belongs to the sentence, unless it is in the name. */
function memberNamed(word: string, isMember: (userId: string) => boolean): string | null {
  for (let name = word; name !== ''; name = name.slice(0, -1)) {
    if (isMember(name)) return name
    if (!/[.-]$/.test(name)) return null
  }
  return null
}
