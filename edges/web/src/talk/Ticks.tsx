import type { Message, OutgoingMessage } from '@parley/client'
import { useSendState } from '@parley/react'
import { useText } from '../i18n/text.ts'

const shapes = {
  queued: 'M8 3.2v4.9l3 1.8 M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13',
  sending: 'M8 3.2v4.9l3 1.8 M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13',
  sent: 'M3.5 8.6 6.7 11.8 13 4.6',
  delivered: 'M0.8 8.6 4 11.8 10.3 4.6 M7.2 10.9 8.1 11.8 14.6 4.6',
  read: 'M0.8 8.6 4 11.8 10.3 4.6 M7.2 10.9 8.1 11.8 14.6 4.6',
  failed: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13 M8 4.6v4 M8 11.2v.2',
}

/** How far one's own message has come: a clock, one tick, two, two in colour. */
export function Ticks({ message }: { readonly message: Message | OutgoingMessage }) {
  const state = useSendState(message)
  const t = useText().talk
  if (state === null) return null
  return (
    <svg className="talk-ticks" data-state={state} viewBox="0 0 16 16" role="img" aria-label={t.sendState[state]}>
      <path d={shapes[state]} />
    </svg>
  )
}
