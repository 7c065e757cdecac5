import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Plugin } from 'vite'

interface Known {
  readonly hexcode: string
  readonly label: string
  readonly unicode: string
  readonly tags?: readonly string[]
  readonly group?: number
}

const COMPONENTS = 2

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
  const known: readonly Known[] = read('compact.json')
  const codes: Readonly<Record<string, string | readonly string[]>> = read('shortcodes/github.json')
  const found: string[][][] = []
  for (const { hexcode, label, unicode, tags = [], group } of known) {
    if (group === undefined || group === COMPONENTS) continue
    const place = group > COMPONENTS ? group - 1 : group
    found[place] ??= []
    found[place].push([unicode, label, [codes[hexcode] ?? []].flat().join(' '), tags.join(' ')])
  }
  return found
}
