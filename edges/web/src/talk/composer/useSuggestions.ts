import type { ConversationSummary, ParleyClient } from '@parley/client'
import { useParley } from '@parley/react'
import { useEffect, useState } from 'react'
import { plainName } from '../text/names.ts'
import type { Wanted } from './completion.ts'
import { findEmoji, readEmoji } from './emoji.ts'

export interface Suggestion {
  readonly key: string
  /** What stands in front: an emoji, or nothing. */
  readonly face: string
  readonly label: string
  /** What is put in the place of what was typed. */
  readonly text: string
}

const MOST = 6
const none: readonly Suggestion[] = []

interface Found {
  /** The word they are for, while it is being written: those of `:sm` stay until those of `:smi` are there. */
  readonly kind: Wanted['kind']
  readonly from: number
  readonly suggestions: readonly Suggestion[]
}

/** What fits to what is being written; it comes when it is known. */
export function useSuggestions(wanted: Wanted | null, conversation: ConversationSummary): readonly Suggestion[] {
  const client = useParley()
  const [found, setFound] = useState<Found | null>(null)
  const kind = wanted?.kind
  const query = wanted?.query ?? ''
  const from = wanted?.from ?? 0
  useEffect(() => {
    if (kind === undefined) return
    let current = true
    const find = kind === 'emoji' ? emojiFor(query) : membersFor(query, conversation, client)
    find.then(
      (suggestions) => current && setFound({ kind, from, suggestions }),
      () => current && setFound(null),
    )
    return () => {
      current = false
    }
  }, [kind, query, from, client, conversation])
  return found !== null && found.kind === kind && found.from === from ? found.suggestions : none
}

async function emojiFor(query: string): Promise<readonly Suggestion[]> {
  const found = findEmoji(await readEmoji(), query, MOST)
  return found.map(({ emoji, codes, label }) => ({
    key: emoji,
    face: emoji,
    label: codes[0] === undefined ? label : `:${codes[0]}:`,
    text: `${emoji} `,
  }))
}

async function membersFor(
  query: string,
  conversation: ConversationSummary,
  client: ParleyClient,
): Promise<readonly Suggestion[]> {
  const wanted = query.toLowerCase()
  const begins = (text: string) => text.toLowerCase().startsWith(wanted)
  // Of a large group, the first two hundred: the list of all is long in coming.
  const members = conversation.members ?? (await client.api.members(conversation.conversation_id, { limit: 200 })).items
  return members
    .filter(({ user_id }) => user_id !== client.userId)
    .map(({ user_id }) => ({
      key: user_id,
      face: '',
      label: plainName(client.person(user_id).get().display_name),
      text: `@${user_id} `,
    }))
    .filter(({ key, label }) => begins(key) || label.split(/[\s._-]+/).some(begins))
    .slice(0, MOST)
}
