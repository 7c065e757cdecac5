/** A hue in degrees, always the same for an id, and spread so that `anna1` and `anna2` differ. (FNV-1a) */
export function hueOf(id: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  // FNV's low bits of short texts are close together; the finisher of MurmurHash mixes them.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) % 360
}

/** One or two letters for a name, whole characters as readers count them. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s._-]+/u)
    .filter((word) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(word))
  const first = words[0]
  const last = words.at(-1)
  if (first === undefined || last === undefined) return '?'
  const letters = words.length === 1 ? firstCharacter(first) : firstCharacter(first) + firstCharacter(last)
  return letters.toLocaleUpperCase()
}

/** Made once: to make one takes a millisecond, and a list that is scrolled shows many faces. */
const characters = new Intl.Segmenter()

function firstCharacter(word: string): string {
  for (const { segment } of characters.segment(word)) return segment
  return ''
}
