/** What the worker says and the page asks. Both may be of different versions, so what is not understood is no message. */

/** To a page: is this conversation before the reader's eyes? It answers on the port with true or false. */
export interface AreYouShowing {
  readonly type: 'showing'
  readonly conversation_id: string
}

/** To a page: show this conversation. */
export interface Open {
  readonly type: 'open'
  readonly conversation_id: string
}

/** To the worker: take over from the one before. */
export interface TakeOver {
  readonly type: 'take-over'
}

export type Word = AreYouShowing | Open | TakeOver

export function wordOf(data: unknown): Word | null {
  if (!isObject(data)) return null
  const { type, conversation_id } = data
  if (type === 'take-over') return { type }
  if ((type === 'showing' || type === 'open') && typeof conversation_id === 'string') return { type, conversation_id }
  return null
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
