import { wellFormedStart } from './names.ts'

/** More than this is folded: nobody's wall of text takes the screen from the others. */
const FOLD_CHARACTERS = 1200
const FOLD_LINES = 20

/**
 * At most so many marks on one letter. Every script's writing has less, and drawing ten thousand takes a browser
 * seconds. What is copied or unfolded is limited the same; what is stored is not touched.
 */
const towers = /(\p{M}{8})\p{M}+/gu

export interface Shown {
  readonly text: string
  /** Whether there is more than is in `text`. */
  readonly folded: boolean
}

/** The part of a message that is shown, with halves of pairs replaced and towers of marks cut. */
export function shown(text: string, unfolded: boolean): Shown {
  const calm = text.replace(towers, '$1').replace(/\p{Cs}/gu, '\uFFFD')
  if (unfolded) return { text: calm, folded: false }
  const cut = Math.min(endOfLine(calm, FOLD_LINES), FOLD_CHARACTERS)
  // What is barely longer is shown: to unfold two words is a nuisance.
  if (calm.length <= cut * 1.2) return { text: calm, folded: false }
  return { text: wellFormedStart(calm, cut).trimEnd(), folded: true }
}

function endOfLine(text: string, line: number): number {
  let end = -1
  for (let count = 0; count < line; count++) {
    end = text.indexOf('\n', end + 1)
    if (end < 0) return text.length
  }
  return end
}

const oneEmoji =
  '(?:\\p{RI}{2}|[0-9#*]\\uFE0F?\\u20E3|\\p{Extended_Pictographic}(?:\\uFE0F|\\p{Emoji_Modifier})?[\\u{E0020}-\\u{E007F}]*(?:\\u200D\\p{Extended_Pictographic}(?:\\uFE0F|\\p{Emoji_Modifier})?)*)'
const onlyEmoji = new RegExp(`^\\s*(?:${oneEmoji}\\s*){1,6}$`, 'u')

/** Whether a text is one to six emoji and nothing else, which are shown larger. */
export const isEmojiOnly = (text: string): boolean => text.length <= 120 && onlyEmoji.test(text)
