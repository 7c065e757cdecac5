import type { ConversationSummary, Member } from '@parley/client'
import { useParley } from '@parley/react'
import { useCallback, useEffect, useRef, useState } from 'react'

/** The members of a group: of up to 32 they come with it and stay true; of more, page by page from the server. */
export function useMembers(conversation: ConversationSummary) {
  const { api } = useParley()
  const id = conversation.conversation_id
  const small = conversation.members
  const [pages, setPages] = useState<readonly Member[]>([])
  const [error, setError] = useState<unknown>(null)
  const [hasMore, setHasMore] = useState(false)
  const cursor = useRef<string | null>(null)
  const turn = useRef(0)

  const load = useCallback(
    async (from: string | null) => {
      const mine = ++turn.current
      setError(null)
      try {
        const page = await api.members(id, { cursor: from, limit: 100 })
        if (turn.current !== mine) return
        cursor.current = page.next_cursor
        setHasMore(page.next_cursor !== null)
        setPages((before) => (from === null ? page.items : [...before, ...page.items]))
      } catch (cause) {
        if (turn.current === mine) setError(cause)
      }
    },
    [api, id],
  )

  // What changes in a large group is told as a new conversation object: its first page is read again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: that object is the sign, not a value used here
  useEffect(() => {
    if (small === undefined) void load(null)
    return () => {
      turn.current++
    }
  }, [load, small === undefined, conversation.member_count, conversation.role])

  const loadMore = useCallback(() => void load(cursor.current), [load])
  return small === undefined
    ? { members: pages, hasMore, error, loadMore }
    : { members: small, hasMore: false, error: null, loadMore }
}
