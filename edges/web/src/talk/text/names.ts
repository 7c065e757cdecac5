/**
 * Names and titles are written by strangers and stand inside of other text. What turns the direction of the text around
 * it, hides, or builds towers is taken out; what is left is shown in an element of its own direction (`<bdi>`).
 */

/** Marks of direction, isolates and overrides; invisible joiners of lines; what is no character. */
const invisible = /[\p{Cc}\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/gu
const towers = /(\p{M}{3})\p{M}+/gu
const loneSurrogates = /\p{Cs}/gu

const NAME_MAX = 120

/** A name in one line that harms nothing around it. Never empty: what is left of nothing is `…`. */
export function plainName(name: string): string {
  const plain = name
    .slice(0, 4 * NAME_MAX)
    .replace(/[\t\n\r\u2028\u2029]+/g, ' ')
    .replace(invisible, '')
    .replace(loneSurrogates, '\uFFFD')
    .replace(towers, '$1')
    .replace(/\s+/g, ' ')
    .trim()
  const short = plain.length > NAME_MAX ? `${wellFormedStart(plain, NAME_MAX)}…` : plain
  return short === '' ? '…' : short
}

/** The first `length` UTF-16 units or a few less, so that no character is cut in two. */
export function wellFormedStart(text: string, length: number): string {
  if (text.length <= length) return text
  let end = length
  // What continues a character: the second half of a pair, a joiner, a mark. Not far, for those who pile them up.
  while (end > length - 32 && end > 0 && /^(?:\u200D|[\uDC00-\uDFFF\p{M}])/u.test(text.slice(end, end + 2))) end--
  while (end > length - 32 && end > 0 && /[\uD800-\uDBFF\u200D]/.test(text.charAt(end - 1))) end--
  return text.slice(0, end)
}
