import { useParley } from '@parley/react'
import { useState } from 'react'
import { otherOf } from '../app/names.ts'
import { navigate } from '../app/route.ts'

/** Opens the direct chat with somebody: the one that is here, also without a network; else the server makes it. */
export function useTalkTo() {
  const client = useParley()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  async function start(userId: string): Promise<void> {
    const here = client.conversations.get().find((conversation) => otherOf(conversation, client.userId) === userId)
    if (here !== undefined) return navigate({ conversationId: here.conversation_id }, true)
    if (busy) return
    setBusy(true)
    setError(null)
    try {
      const made = await client.api.direct(userId)
      navigate({ conversationId: made.conversation_id }, true)
    } catch (cause) {
      setError(cause)
    } finally {
      setBusy(false)
    }
  }

  return { start, busy, error }
}
