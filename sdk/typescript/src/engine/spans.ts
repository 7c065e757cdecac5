import type { Span } from '../storage/storage.js'

/** Parts of a conversation that are remembered; the oldest are read again if somebody looks. */
const SPANS_MAX = 50

/** Above all message ids. */
export const LAST = '~'

/** Adds a part of which all is stored now, and joins those that touch it. Ascending. */
export function withSpan(spans: readonly Span[], added: Span): readonly Span[] {
  const touches = (span: Span) => span.from <= (added.to ?? LAST) && added.from <= (span.to ?? LAST)
  const apart = spans.filter((span) => !touches(span))
  const joined = [...spans.filter(touches), added]
  const from = joined.map((span) => span.from).sort()[0] ?? ''
  const to = joined.some((span) => span.to === null)
    ? null
    : (joined
        .map((span) => span.to)
        .sort()
        .at(-1) ?? null)
  const begins = joined.some((span) => span.begins && span.from === from)
  return [...apart, { from, to, begins }].sort((a, b) => (a.from < b.from ? -1 : 1)).slice(-SPANS_MAX)
}

/** The part that a message lies in. */
export function spanOf(spans: readonly Span[], messageId: string): Span | undefined {
  return spans.find((span) => span.from <= messageId && messageId <= (span.to ?? LAST))
}

/** The part that ends with the newest message. */
export function tail(spans: readonly Span[]): Span | undefined {
  return spans.find((span) => span.to === null)
}
