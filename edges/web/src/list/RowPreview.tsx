import type { ConversationSummary, OutgoingMessage } from '@parley/client'
import { useParley, usePerson, useTyping } from '@parley/react'
import { CircleAlert, Clock3 } from 'lucide-react'
import { useDraft } from '../drafts.ts'
import { useText } from '../i18n/text.ts'
import { mediaCount, oneLine } from './preview.ts'

/** The second line of a row: who is typing, else one's draft, else the newest message. */
export function RowPreview({
  conversation,
  unsent,
  selected,
}: {
  readonly conversation: ConversationSummary
  readonly unsent: OutgoingMessage | undefined
  readonly selected: boolean
}) {
  const t = useText()
  const typing = useTyping(conversation.conversation_id)
  const draft = useDraft(conversation.conversation_id)
  const typist = typing[0]
  if (typist !== undefined) {
    return (
      <span className="row-preview row-typing">
        <bdi>
          {conversation.type === 'direct' ? t.list.typing : <GroupTyping userId={typist} count={typing.length} />}
        </bdi>
      </span>
    )
  }
  // Of the one that is open, the composer shows it.
  if (draft.trim() !== '' && !selected) {
    return (
      <span className="row-preview">
        <span className="row-draft">{t.list.draft} </span>
        <bdi>{oneLine(draft)}</bdi>
      </span>
    )
  }
  if (unsent !== undefined) {
    const failed = unsent.state === 'failed'
    return (
      <span className={failed ? 'row-preview row-failed' : 'row-preview'}>
        {failed ? <CircleAlert aria-label={t.list.failed} /> : <Clock3 aria-label={t.list.sending} />}
        <bdi>{oneLine(unsent.text ?? t.list.media(unsent.media_ids?.length ?? 0))}</bdi>
      </span>
    )
  }
  return <LastMessage conversation={conversation} />
}

function GroupTyping({ userId, count }: { readonly userId: string; readonly count: number }) {
  const t = useText()
  const { display_name: name } = usePerson(userId)
  return count === 1 ? t.list.typingOne(name) : t.list.typingSome(name, count - 1)
}

function LastMessage({ conversation }: { readonly conversation: ConversationSummary }) {
  const t = useText()
  const { userId } = useParley()
  const { preview } = conversation
  const sender = usePerson(preview?.from ?? userId)
  if (preview === null) {
    // A group begins with the event of its making. Where there is more, it is on its way here.
    const isNew = conversation.last_seq <= (conversation.type === 'group' ? 1 : 0)
    return <span className="row-preview row-none">{isNew ? t.list.nothingYet : '…'}</span>
  }
  const media = mediaCount(preview)
  const by =
    preview.from === userId ? t.list.you : conversation.type === 'group' ? t.list.by(sender.display_name) : null
  return (
    <span className="row-preview">
      {by !== null && <bdi className="row-by">{by} </bdi>}
      <bdi>{media > 0 ? t.list.media(media) : oneLine(preview.text ?? '')}</bdi>
    </span>
  )
}
