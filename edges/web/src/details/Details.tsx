import { CSPProvider } from '@base-ui/react/csp-provider'
import type { ConversationSummary } from '@parley/client'
import { useConversation, useParley } from '@parley/react'
import { X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useMinute } from '../app/clock.ts'
import { otherOf, usePresenceOf, useTitle } from '../app/names.ts'
import { closePanel } from '../app/route.ts'
import { useLocale, useText } from '../i18n/text.ts'
import { dayAndTime, lastSeen } from '../i18n/time.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { IconButton } from '../ui/Button.tsx'
import { LeaveGroup } from './LeaveGroup.tsx'
import { Members } from './Members.tsx'
import { NotificationsHere } from './NotificationsHere.tsx'
import { Rename } from './Rename.tsx'
import './details.css'

/** What there is to know and to set about a conversation, beside it. */
export function Details({ conversationId }: { readonly conversationId: string }) {
  const t = useText()
  const conversation = useConversation(conversationId)
  const close = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const before = document.activeElement
    close.current?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <CSPProvider disableStyleElements>
      <aside className="pane pane-details" aria-label={t.details.title}>
        <header className="details-header">
          <h2>{t.details.title}</h2>
          <IconButton ref={close} label={t.common.close} onClick={closePanel}>
            <X />
          </IconButton>
        </header>
        <div className="details-body">{conversation !== undefined && <About conversation={conversation} />}</div>
      </aside>
    </CSPProvider>
  )
}

function About({ conversation }: { readonly conversation: ConversationSummary }) {
  const t = useText()
  const locale = useLocale()
  const { userId } = useParley()
  const title = useTitle(conversation)
  const other = otherOf(conversation, userId)
  const group = conversation.type === 'group'
  const mayChange = group && conversation.role !== 'member'
  const [renaming, setRenaming] = useState(false)
  return (
    <>
      <section className="details-who">
        <Avatar id={other ?? conversation.conversation_id} name={title} shape={group ? 'group' : 'person'} size="xl" />
        {renaming ? (
          <Rename conversation={conversation} onClose={() => setRenaming(false)} />
        ) : (
          <>
            <h3 dir="auto">{title}</h3>
            <p>{group ? t.details.groupMembers(conversation.member_count) : <Seen userId={other} />}</p>
            {mayChange && (
              <button type="button" className="details-rename" onClick={() => setRenaming(true)}>
                {t.details.rename}
              </button>
            )}
          </>
        )}
      </section>
      <dl className="details-facts">
        {other !== undefined && (
          <div>
            <dt>{t.details.username}</dt>
            <dd>
              <bdi>@{other}</bdi>
            </dd>
          </div>
        )}
        {group && (
          <>
            <div>
              <dt>{t.details.created}</dt>
              <dd>{dayAndTime(conversation.created_at, Date.now(), locale)}</dd>
            </div>
            <div>
              <dt>{t.details.history}</dt>
              <dd>{conversation.history === 'all' ? t.people.historyAll : t.people.historyJoined}</dd>
            </div>
          </>
        )}
      </dl>
      <NotificationsHere conversationId={conversation.conversation_id} />
      {group && <Members conversation={conversation} />}
      {group && <LeaveGroup conversation={conversation} title={title} />}
    </>
  )
}

function Seen({ userId }: { readonly userId: string | undefined }) {
  const t = useText()
  const locale = useLocale()
  const now = useMinute()
  const presence = usePresenceOf(userId)
  if (presence === undefined) return t.details.direct
  if (presence.status !== 'offline' || presence.last_active_ts === undefined) return t.presence[presence.status]
  return t.presence.lastSeen(lastSeen(presence.last_active_ts, now, locale))
}
