import type { Person, ReceiptCursors } from '../client.js'
import type { Conversation, Member, Message, Standing } from '../protocol.js'

/** A kind of value; with `?` it may be null or missing. */
type Kind = 'string' | 'number' | 'boolean' | 'object' | 'string?' | 'number?' | 'object?'

export type Guard<T> = (value: unknown) => value is T

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** A guard that looks at the fields on which the client relies. Others may be there, and are kept. */
export function shape<T>(fields: Partial<Record<keyof T & string, Kind>>): Guard<T> {
  const wanted: [string, string | undefined][] = Object.entries(fields)
  return (value: unknown): value is T =>
    isObject(value) && wanted.every(([name, kind]) => isKind(value[name], kind ?? ''))
}

function isKind(value: unknown, kind: string): boolean {
  if (kind.endsWith('?')) return value === null || value === undefined || isKind(value, kind.slice(0, -1))
  return typeof value === kind && value !== null
}

export const isMessage = shape<Message>({
  conversation_id: 'string',
  message_id: 'string',
  seq: 'number',
  from: 'string',
  server_ts: 'number',
})

export const isConversation = shape<Conversation>({
  conversation_id: 'string',
  type: 'string',
  member_count: 'number',
  created_at: 'number',
  last_message_id: 'string?',
  last_seq: 'number',
  read_message_id: 'string?',
  unread: 'number',
})

export const isStanding = shape<Standing>({
  last_message_id: 'string?',
  last_seq: 'number',
  read_message_id: 'string?',
  unread: 'number',
})

export const isMember = shape<Member>({ user_id: 'string', role: 'string' })
export const isPerson = shape<Person>({ user_id: 'string', display_name: 'string' })
export const isReceiptCursors = shape<ReceiptCursors>({
  user_id: 'string',
  delivered_message_id: 'string?',
  read_message_id: 'string?',
})
