import { isObject } from '../words.ts'

/** What the server wakes this browser with, as `docs/push.md` has it. */
export type Wake = Show | Clear | { readonly type: 'test' }

export interface Show {
  readonly type: 'show'
  readonly conversation_id: string
  readonly conversation_type: 'direct' | 'group'
  readonly title?: string
  readonly sender?: string
  readonly text?: string
  readonly unread: number
  readonly badge: number
}

export interface Clear {
  readonly type: 'clear'
  readonly conversation_id: string
  readonly badge: number
}

/** @returns null for what this version does not know */
export function wakeOf(data: unknown): Wake | null {
  if (!isObject(data)) return null
  const { type, conversation_id, conversation_type, unread } = data
  const badge = typeof data['badge'] === 'number' ? data['badge'] : 0
  if (type === 'test') return { type }
  if (typeof conversation_id !== 'string') return null
  if (type === 'clear') return { type, conversation_id, badge }
  if (type !== 'show') return null
  return {
    type,
    conversation_id,
    conversation_type: conversation_type === 'group' ? 'group' : 'direct',
    ...texts(data, 'title', 'sender', 'text'),
    unread: typeof unread === 'number' ? unread : 1,
    badge,
  }
}

function texts<K extends string>(data: Readonly<Record<string, unknown>>, ...names: K[]): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {}
  for (const name of names) {
    const value = data[name]
    if (typeof value === 'string') found[name] = value
  }
  return found
}
