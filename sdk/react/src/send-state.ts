import type { ConversationSummary, Message, OutgoingMessage, ReceiptCursors, SendState } from '@parley/client'
import { useMemo } from 'react'
import { useParley } from './provider.js'
import { useReadable } from './readable.js'

/**
 * How far a message of one's own has come; `null` for the others' and for events. In groups it is `delivered` or `read`
 * when it is so for everybody who was there when it was sent; where there are no receipts it stays `sent`.
 */
export function useSendState(message: Message | OutgoingMessage): SendState | null {
  const client = useParley()
  const id = message.conversation_id
  // The state is a plain string, so that a receipt renders only those messages again that it changes.
  const readable = useMemo(() => {
    const conversation = client.conversation(id)
    const receipts = client.receipts(id)
    return {
      get: () => sendState(message, client.userId, conversation.get(), receipts.get()),
      subscribe: (listener: () => void) => {
        const ends = [conversation.subscribe(listener), receipts.subscribe(listener)]
        return () => {
          for (const end of ends) end()
        }
      },
    }
  }, [client, id, message])
  return useReadable(readable)
}

function sendState(
  message: Message | OutgoingMessage,
  me: string,
  conversation: ConversationSummary | undefined,
  receipts: readonly ReceiptCursors[],
): SendState | null {
  if ('state' in message) return message.state
  if (message.from !== me || message.kind === 'event') return null
  const others = conversation?.members?.filter((m) => m.user_id !== me && m.joined_at <= message.server_ts) ?? []
  if (others.length === 0) return 'sent'
  const cursors = new Map(receipts.map((cursor) => [cursor.user_id, cursor]))
  const everybody = (cursor: 'read_message_id' | 'delivered_message_id') =>
    others.every((other) => (cursors.get(other.user_id)?.[cursor] ?? '') >= message.message_id)
  if (everybody('read_message_id')) return 'read'
  return everybody('delivered_message_id') ? 'delivered' : 'sent'
}
