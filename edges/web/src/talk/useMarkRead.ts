import { useParley } from '@parley/react'
import { useCallback, useEffect, useRef } from 'react'

/** So long a message must have been on the screen of a window with the focus. */
const LOOKED_AT_MS = 250

/**
 * Tells the server how far one has read. @returns what the list calls with the last message that is seen to its end: the
 * list knows what is on the screen, so no observer of forty elements is asked.
 *
 * @param isShown whether the pane is: on a phone, another may cover it
 */
export function useMarkRead(
  conversationId: string,
  readUpTo: string | null,
  watching: boolean,
  isShown: () => boolean,
) {
  const client = useParley()
  const seen = useRef<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const now = useRef({ readUpTo, watching, isShown })

  const consider = useCallback(() => {
    const isNews = () => now.current.watching && seen.current !== null && seen.current > (now.current.readUpTo ?? '')
    if (!isNews() || timer.current !== undefined) return
    timer.current = setTimeout(() => {
      timer.current = undefined
      if (isNews() && seen.current !== null && now.current.isShown()) client.markRead(conversationId, seen.current)
    }, LOOKED_AT_MS)
  }, [client, conversationId])

  useEffect(() => {
    now.current = { readUpTo, watching, isShown }
    consider()
  })
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
    },
    [],
  )

  return useCallback(
    (messageId: string | null) => {
      seen.current = messageId
      consider()
    },
    [consider],
  )
}
