import type { Message } from '@parley/client'
import { useParley } from '@parley/react'
import { useEffect, useState } from 'react'
import { useText } from '../i18n/text.ts'
import { oneLine } from '../list/preview.ts'
import { titleOf } from './names.ts'

/** Says new messages of the other conversations to screen readers. The open one has its own log. */
export function Announcer({ open }: { readonly open: string | undefined }) {
  const client = useParley()
  const t = useText()
  const [said, setSaid] = useState('')

  useEffect(() => {
    function onMessage(message: Message) {
      if (message.kind === 'event' || message.from === client.userId || message.conversation_id === open) return
      // What is caught up on is a list to read, not news to be told one by one.
      if (client.connection.get().state !== 'online') return
      const conversation = client.conversation(message.conversation_id).get()
      const title = conversation?.type === 'group' ? titleOf(client, conversation) : ''
      const name = client.person(message.from).get().display_name
      setSaid(t.shell.newMessage(name, title, oneLine(message.text ?? t.list.media(message.media_ids?.length ?? 0))))
    }
    return client.on('message', onMessage)
  }, [client, open, t])

  return (
    <div className="visually-hidden" role="status">
      {said}
    </div>
  )
}
