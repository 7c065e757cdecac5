export interface Emoji {
  readonly emoji: string
  readonly label: string
  /** Without colons, such as `smile`. */
  readonly codes: readonly string[]
  /** Label, codes and tags as one text of words, in small letters. */
  readonly words: string
}

export interface EmojiBook {
  /** In the order of `emojiGroups` of the messages. */
  readonly groups: readonly (readonly Emoji[])[]
  readonly all: readonly Emoji[]
  readonly byCode: ReadonlyMap<string, Emoji>
}

let book: Promise<EmojiBook> | null = null

/** Fetched once, when first somebody looks for an emoji. */
export function readEmoji(): Promise<EmojiBook> {
  book ??= import('virtual:emoji').then(({ default: groups }) => bookOf(groups))
  // A page that was offline may try again.
  book.catch(() => {
    book = null
  })
  return book
}

function bookOf(raw: readonly (readonly (readonly [string, string, string, string])[])[]): EmojiBook {
  const groups = raw.map((group) =>
    group.map(([emoji, label, codes, tags]) => ({
      emoji,
      label,
      codes: codes.split(' ').filter((code) => code !== ''),
      words: ` ${label} ${codes.replaceAll('_', ' ')} ${codes} ${tags}`.toLowerCase(),
    })),
  )
  const all = groups.flat()
  return { groups, all, byCode: new Map(all.flatMap((emoji) => emoji.codes.map((code) => [code, emoji] as const))) }
}

/** Those whose code begins with the query, the shortest first, then those with a word that does. */
export function findEmoji(book: EmojiBook, query: string, most: number): readonly Emoji[] {
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return []
  const byCode = book.all.filter((emoji) => emoji.codes.some((code) => code.startsWith(wanted)))
  byCode.sort((one, other) => shortest(one, wanted) - shortest(other, wanted))
  if (byCode.length >= most) return byCode.slice(0, most)
  const found = new Set(byCode)
  const byWord = book.all.filter((emoji) => !found.has(emoji) && emoji.words.includes(` ${wanted}`))
  return [...byCode, ...byWord].slice(0, most)
}

const shortest = (emoji: Emoji, wanted: string): number =>
  Math.min(...emoji.codes.filter((code) => code.startsWith(wanted)).map((code) => code.length))
