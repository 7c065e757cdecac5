/** What is being written before the caret that can be completed. */
export interface Wanted {
  readonly kind: 'emoji' | 'mention'
  readonly query: string
  /** Where it begins in the text, its `:` or `@` included. */
  readonly from: number
}

/** A colon needs two letters after it: `:)` and `10:30` are meant as they stand. */
const emoji = /(?:^|[\s(])(:([a-z0-9_+-]{2,32}))$/i
const mention = /(?:^|[\s(])(@([\p{L}\p{N}_.-]{0,64}))$/u
const finished = /(?:^|[\s(])(:([a-z0-9_+-]{2,32}):)$/i
/** Longer words are none of these, and need not be looked at. */
const LOOK_BACK = 80

function wordBefore(text: string, caret: number): string {
  return text.slice(Math.max(0, caret - LOOK_BACK), caret)
}

export function wantedAt(text: string, caret: number): Wanted | null {
  const before = wordBefore(text, caret)
  for (const [kind, pattern] of [['emoji', emoji] as const, ['mention', mention] as const]) {
    const [, whole, query] = pattern.exec(before) ?? []
    if (whole !== undefined && query !== undefined) return { kind, query, from: caret - whole.length }
  }
  return null
}

/** `:smile:` typed to its end. */
export function finishedCode(text: string, caret: number): { readonly code: string; readonly from: number } | null {
  const [, whole, code] = finished.exec(wordBefore(text, caret)) ?? []
  return whole === undefined || code === undefined ? null : { code: code.toLowerCase(), from: caret - whole.length }
}
