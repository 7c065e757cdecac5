import type { Person } from '@parley/client'
import { useConversations, useParley } from '@parley/react'
import { useMemo } from 'react'
import { otherOf } from '../app/names.ts'
import { matches } from '../list/filter.ts'

/** Most that are offered: who looks further types a letter. */
const most = 50

/** Those whom one talks to directly and the query is of, the latest first: whom one most likely looks for. */
export function useKnownPeople(query: string): readonly Person[] {
  const client = useParley()
  const conversations = useConversations()
  const known = useMemo(
    () =>
      conversations
        .map((conversation) => otherOf(conversation, client.userId))
        .filter((userId) => userId !== undefined)
        .map((userId) => client.person(userId).get()),
    [client, conversations],
  )
  return known.filter((person) => matches(`${person.display_name} ${person.user_id}`, query)).slice(0, most)
}
