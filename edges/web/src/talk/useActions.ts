import type { ConversationSummary, Message, OutgoingMessage } from '@parley/client'
import { useParley } from '@parley/react'
import { useText } from '../i18n/text.ts'
import { giveBack } from './giveBack.ts'
import type { MenuItem } from './Menu.tsx'
import { isOutgoing } from './timeline/rows.ts'

/** What can be done with a message: `run` does one of it by name, `of` lists what there is. */
export function useActions(
  conversation: ConversationSummary,
  { onReadBy, onEdit }: { readonly onReadBy: (message: Message) => void; readonly onEdit: () => void },
) {
  const client = useParley()
  const t = useText().talk

  const retry = (entry: OutgoingMessage) => void client.retry(entry.client_msg_id)
  const remove = (entry: OutgoingMessage) => void client.discard(entry.client_msg_id)
  /** Back into the field, when it was not under way already. */
  const edit = async (entry: OutgoingMessage) => {
    if (!(await client.discard(entry.client_msg_id))) return
    giveBack(client.userId, conversation.conversation_id, entry.text ?? '')
    onEdit()
  }

  return {
    run: (action: string, entry: Message | OutgoingMessage) => {
      if (!isOutgoing(entry)) return
      if (action === 'retry') retry(entry)
      if (action === 'remove') remove(entry)
    },
    of: (entry: Message | OutgoingMessage): readonly MenuItem[] => {
      if (!isOutgoing(entry) && entry.kind === 'event') return []
      const { text } = entry
      const items: MenuItem[] = []
      if (text !== undefined) items.push({ label: t.copy, run: () => void copy(text) })
      if (isOutgoing(entry)) {
        if (entry.state === 'failed') items.push({ label: t.retry, run: () => retry(entry) })
        if (entry.state !== 'sending') {
          items.push({ label: t.edit, run: () => void edit(entry) })
          items.push({ label: t.remove, danger: true, run: () => remove(entry) })
        }
      } else if (conversation.type === 'group' && entry.from === client.userId) {
        items.push({ label: t.readBy, run: () => onReadBy(entry) })
      }
      return items
    },
  }
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    // Without TLS there is no clipboard to write to; the old way asks for none.
    const field = document.createElement('textarea')
    field.value = text
    document.body.append(field)
    field.select()
    document.execCommand('copy')
    field.remove()
  }
}
