import type { ConnectionStatus, ConversationSummary, Person, PresenceState, ReceiptCursors } from '@parley/client'
import { useMemo } from 'react'
import { useParley } from './provider.js'
import { useReadable } from './readable.js'

export function useConnection(): ConnectionStatus {
  return useReadable(useParley().connection)
}

/** The latest active first. */
export function useConversations(): readonly ConversationSummary[] {
  return useReadable(useParley().conversations)
}

/** `undefined` while it isn't known, or when one is no member. */
export function useConversation(conversationId: string): ConversationSummary | undefined {
  const client = useParley()
  return useReadable(useMemo(() => client.conversation(conversationId), [client, conversationId]))
}

/** Who is typing there now, oneself left out. */
export function useTyping(conversationId: string): readonly string[] {
  const client = useParley()
  return useReadable(useMemo(() => client.typing(conversationId), [client, conversationId]))
}

/** How far the others have received and read, in direct chats and groups of up to 32. */
export function useReceipts(conversationId: string): readonly ReceiptCursors[] {
  const client = useParley()
  return useReadable(useMemo(() => client.receipts(conversationId), [client, conversationId]))
}

/** Watches somebody's presence for as long as the component is there. */
export function usePresence(userId: string): PresenceState | undefined {
  const client = useParley()
  return useReadable(useMemo(() => client.presence(userId), [client, userId]))
}

/** The name to show; the user id until it is known. */
export function usePerson(userId: string): Person {
  const client = useParley()
  return useReadable(useMemo(() => client.person(userId), [client, userId]))
}
