import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Plugin } from 'vite'

interface Known {
  readonly hexcode: string
  readonly label: string
  readonly emoji: string
  readonly tags?: readonly string[]
  readonly group?: number
  readonly version: number
}

const COMPONENTS = 2
/** Of 2023: what is newer is an empty box on many devices. */
const VERSION_MAX = 15.1

/** The emoji of emojibase-data in the form that the client wants: a tenth of the size, and fetched when first wanted. */
export function emoji(): Plugin {
  const id = '\0virtual:emoji'
  return {
    name: 'parley-emoji',
    resolveId: (source) => (source === 'virtual:emoji' ? id : null),
    load: (loaded) => (loaded === id ? `export default JSON.parse(${JSON.stringify(JSON.stringify(groups()))})` : null),
  }
}

function groups(): string[][][] {
  const from = createRequire(import.meta.url)
  const read = (file: string) => JSON.parse(readFileSync(from.resolve(`emojibase-data/en/${file}`), 'utf8'))
  const known: readonly Known[] = read('data.json')
  const codes: Readonly<Record<string, string | readonly string[]>> = read('shortcodes/github.json')
  const found: string[][][] = []
  for (const { hexcode, label, emoji, tags = [], group, version } of known) {
    if (group === undefined || group === COMPONENTS || version > VERSION_MAX) continue
    const place = group > COMPONENTS ? group - 1 : group
    found[place] ??= []
    found[place].push([emoji, label, [codes[hexcode] ?? []].flat().join(' '), tags.join(' ')])
  }
  return found
}
