import type { Person } from '@parley/client'
import { useConversations, useParley } from '@parley/react'
import { useMemo } from 'react'
import { otherOf } from '../app/names.ts'

/** Those whom one talks to directly, the latest first: whom one most likely looks for. */
export function useKnownPeople(): readonly Person[] {
  const client = useParley()
  const conversations = useConversations()
  return useMemo(
    () =>
      conversations
        .map((conversation) => otherOf(conversation, client.userId))
        .filter((userId) => userId !== undefined)
        .map((userId) => client.person(userId).get()),
    [client, conversations],
  )
}
