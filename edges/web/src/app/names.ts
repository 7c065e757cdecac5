import type { ConversationSummary, ParleyClient, PresenceState, Readable } from '@parley/client'
import { useParley, usePerson, useReadable } from '@parley/react'
import { useMemo } from 'react'

/** The other of a direct chat; `undefined` in groups. */
export function otherOf(conversation: ConversationSummary, me: string): string | undefined {
  if (conversation.type !== 'direct') return undefined
  return conversation.members?.find((member) => member.user_id !== me)?.user_id
}

/** What a conversation is called: its title, or who the other is. */
export function useTitle(conversation: ConversationSummary): string {
  const { userId } = useParley()
  const other = otherOf(conversation, userId)
  const person = usePerson(other ?? userId)
  return conversation.type === 'direct' ? person.display_name : (conversation.title ?? '')
}

/** The same once, without following changes: for filters. */
export function titleOf(client: ParleyClient, conversation: ConversationSummary): string {
  const other = otherOf(conversation, client.userId)
  return other === undefined ? (conversation.title ?? '') : client.person(other).get().display_name
}

const nobody: Readable<PresenceState | undefined> = { get: () => undefined, subscribe: () => () => {} }

/** Somebody's presence, watched while shown; of nobody, nothing. */
export function usePresenceOf(userId: string | undefined): PresenceState | undefined {
  const client = useParley()
  return useReadable(useMemo(() => (userId === undefined ? nobody : client.presence(userId)), [client, userId]))
}
