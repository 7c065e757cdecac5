import type { ConversationSummary, ReceiptCursors } from '@parley/client'
import { useParley, useReceipts } from '@parley/react'
import { useEffect, useState } from 'react'

/** Groups up to this size are told live how far each member has read. */
const LIVE_MEMBERS_MAX = 32
const PAGES_MAX = 20

/** How far the members have received and read: live in small groups, as of now in large ones. `null` until it is known. */
export function useReceiptsOf(conversation: ConversationSummary): readonly ReceiptCursors[] | null {
  const { api, userId } = useParley()
  const id = conversation.conversation_id
  const live = useReceipts(id)
  const isLive = conversation.member_count <= LIVE_MEMBERS_MAX
  const [fetched, setFetched] = useState<readonly ReceiptCursors[] | null>(null)
  useEffect(() => {
    if (isLive) return
    let wanted = true
    const read = async () => {
      const all: ReceiptCursors[] = []
      let cursor: string | null = null
      for (let page = 0; page < PAGES_MAX; page++) {
        const { items, next_cursor }: Awaited<ReturnType<typeof api.receipts>> = await api.receipts(id, {
          cursor,
          limit: 200,
        })
        all.push(...items.filter((item) => item.user_id !== userId))
        if (!wanted) return
        setFetched([...all])
        if (next_cursor === null) return
        cursor = next_cursor
      }
    }
    // Without a connection it stays unknown, which the dialog says.
    read().catch(() => undefined)
    return () => {
      wanted = false
    }
  }, [api, id, isLive, userId])
  return isLive ? live : fetched
}
