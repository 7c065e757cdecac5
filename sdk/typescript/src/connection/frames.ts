import type { ErrorCode, Message, RemovedConversation, ServerFrame, Standing } from '../protocol.js'
import { isConversation, isMessage, isObject, isStanding, shape } from '../rest/shapes.js'

type Frame<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>

const isRemoved = shape<RemovedConversation>({ conversation_id: 'string' })

const readers: { readonly [T in ServerFrame['type']]: (frame: Record<string, unknown>) => ServerFrame | null } = {
  ready: by(shape<Frame<'ready'>>({ user_id: 'string', server_ts: 'number', heartbeat_ms: 'number' })),
  ack: by(
    shape<Frame<'ack'>>({
      client_msg_id: 'string',
      conversation_id: 'string',
      message_id: 'string',
      seq: 'number',
      server_ts: 'number',
    }),
  ),
  message: by((frame): frame is { type: 'message' } & Message => isMessage(frame)),
  receipt: by(
    shape<Frame<'receipt'>>({ kind: 'string', conversation_id: 'string', user_id: 'string', message_id: 'string' }),
  ),
  typing: by(shape<Frame<'typing'>>({ conversation_id: 'string', user_id: 'string', active: 'boolean' })),
  presence: by(shape<Frame<'presence'>>({ user_id: 'string', status: 'string', last_active_ts: 'number?' })),
  conversation: by((frame): frame is Frame<'conversation'> => {
    if (!isObject(frame)) return false
    return frame['removed'] === true ? isRemoved(frame['conversation']) : isConversation(frame['conversation'])
  }),
  synced: (frame) => {
    const listed = isObject(frame['conversations']) ? frame['conversations'] : {}
    const conversations: Record<string, Standing> = Object.create(null)
    for (const [id, standing] of Object.entries(listed)) {
      if (isStanding(standing)) conversations[id] = standing
    }
    return {
      type: 'synced',
      conversations,
      ...(typeof frame['id'] === 'string' ? { id: frame['id'] } : {}),
      ...(typeof frame['since'] === 'string' ? { since: frame['since'] } : {}),
      ...(frame['partial'] === true ? { partial: true } : {}),
      ...(frame['reset'] === true ? { reset: true } : {}),
    }
  },
  resync: by(shape<Frame<'resync'>>({ within_ms: 'number' })),
  pong: () => ({ type: 'pong' }),
  error: (frame) => ({
    type: 'error',
    code: text(frame['code']) ?? 'bad_request',
    message: text(frame['message']) ?? '',
    ...optional('id', text(frame['id'])),
    ...optional('client_msg_id', text(frame['client_msg_id'])),
    ...(typeof frame['retry_after_ms'] === 'number' ? { retry_after_ms: Math.max(0, frame['retry_after_ms']) } : {}),
  }),
}

/** A frame of the server; null when it is of a kind that one does not know, or not as the contract says. */
export function readFrame(json: unknown): ServerFrame | null {
  let frame: unknown
  try {
    frame = typeof json === 'string' ? JSON.parse(json) : null
  } catch {
    return null
  }
  return isObject(frame) && isKnown(frame['type']) ? readers[frame['type']](frame) : null
}

/** The message of a frame, without what is of the frame alone. */
export function messageOf(frame: Frame<'message'>): Message {
  const { type: _, id: __, ...message } = frame
  return message
}

/** Whether a message is of a kind that this version shows. Others count by their `seq`. */
export function isShown(message: Message): boolean {
  const kind: string | undefined = message.kind
  return kind === undefined || kind === 'message' || (kind === 'event' && isObject(message.event))
}

function isKnown(type: unknown): type is ServerFrame['type'] {
  return typeof type === 'string' && Object.hasOwn(readers, type)
}

function by<T extends ServerFrame>(
  guard: (frame: unknown) => frame is T,
): (frame: Record<string, unknown>) => ServerFrame | null {
  return (frame) => (guard(frame) ? frame : null)
}

function text(value: unknown): ErrorCode | undefined {
  return typeof value === 'string' ? value : undefined
}

function optional<K extends string>(name: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]?: string })
}
