import type { ConversationSummary, Message } from '@parley/client'
import { useParley } from '@parley/react'
import { useText } from '../i18n/text.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useNames } from './useNames.ts'
import { useReceiptsOf } from './useReceiptsOf.ts'

/** Who has read a message, and who has received it. */
export default function ReadBy({
  conversation,
  message,
  onClose,
}: {
  readonly conversation: ConversationSummary
  readonly message: Message
  readonly onClose: () => void
}) {
  const t = useText().talk
  const { userId } = useParley()
  const receipts = useReceiptsOf(conversation)
  const reached = (cursor: string | null) => cursor !== null && cursor >= message.message_id
  const read = (receipts ?? []).filter((one) => reached(one.read_message_id)).map((one) => one.user_id)
  const delivered = (receipts ?? [])
    .filter((one) => !reached(one.read_message_id) && reached(one.delivered_message_id))
    .map((one) => one.user_id)
  const known = new Set([...read, ...delivered, userId])
  const others = (conversation.members ?? []).map((member) => member.user_id).filter((id) => !known.has(id))
  return (
    <Dialog title={t.readBy} onClose={onClose}>
      {receipts === null ? <p>{t.loading}</p> : <People title={t.read} userIds={read} none={t.nobody} />}
      {delivered.length > 0 ? <People title={t.delivered} userIds={delivered} /> : null}
      {receipts !== null && others.length > 0 ? <People title={t.notYet} userIds={others} /> : null}
    </Dialog>
  )
}

function People({
  title,
  userIds,
  none,
}: {
  readonly title: string
  readonly userIds: readonly string[]
  readonly none?: string
}) {
  const names = useNames(userIds)
  return (
    <section className="talk-people">
      <h3>
        {title} <span>{userIds.length}</span>
      </h3>
      {userIds.length === 0 && none !== undefined ? <p>{none}</p> : null}
      <ul>
        {userIds.map((userId, index) => (
          <li key={userId}>
            <Avatar id={userId} name={names[index] ?? userId} size="sm" />
            <bdi>{names[index] ?? userId}</bdi>
          </li>
        ))}
      </ul>
    </section>
  )
}
