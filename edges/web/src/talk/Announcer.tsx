import type { Message } from '@parley/client'
import { useEffect, useRef, useState } from 'react'
import { useText } from '../i18n/text.ts'
import { markPainted } from './marks.ts'
import { shown } from './text/shown.ts'
import { useNames } from './useNames.ts'

const SPOKEN_CHARACTERS = 300

/**
 * Tells a screen reader what comes in, and nothing of what is only scrolled to: the list itself is silent. Of several at
 * once the last is told.
 */
export function Announcer({
  newest,
  me,
  live,
}: {
  readonly newest: Message | undefined
  readonly me: string
  readonly live: boolean
}) {
  const t = useText().talk
  const before = useRef(newest?.message_id)
  const [told, setTold] = useState<Message | null>(null)
  useEffect(() => {
    const known = before.current
    before.current = newest?.message_id
    if (newest === undefined || newest.message_id === known) return
    markPainted(newest.message_id)
    const isNew = live && known !== undefined && newest.message_id > known
    if (isNew && newest.from !== me && newest.kind !== 'event') setTold(newest)
  }, [newest, me, live])
  const [name = ''] = useNames(told === null ? [] : [told.from])
  return (
    <p className="visually-hidden" aria-live="polite">
      {told === null ? null : t.says(name, shown(told.text ?? '', false).text.slice(0, SPOKEN_CHARACTERS))}
    </p>
  )
}
