import type { ConversationSummary, PresenceStatus } from '@parley/client'
import { usePresence } from '@parley/react'
import { ArrowLeft, Info } from 'lucide-react'
import { useMinute } from '../app/clock.ts'
import { otherOf, useTitle } from '../app/names.ts'
import { useLocale } from '../i18n/text.ts'
import { lastSeen } from '../i18n/time.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { IconButton } from '../ui/Button.tsx'
import { plainName } from './text/names.ts'

/** Who one speaks with, and whether he is there. */
export function Head({
  conversation,
  me,
  onBack,
  onDetails,
}: {
  readonly conversation: ConversationSummary
  readonly me: string
  readonly onBack?: (() => void) | undefined
  readonly onDetails?: (() => void) | undefined
}) {
  const t = useLocale().text.talk
  const other = otherOf(conversation, me)
  const name = plainName(useTitle(conversation) || t.untitled)
  return (
    <header className="talk-head">
      {onBack === undefined ? null : (
        <IconButton label={t.back} className="talk-back" onClick={onBack}>
          <ArrowLeft className="flip" />
        </IconButton>
      )}
      {other === undefined ? (
        <Who id={conversation.conversation_id} name={name} shape="group">
          {t.members(conversation.member_count)}
        </Who>
      ) : (
        <Other userId={other} name={name} />
      )}
      {onDetails === undefined ? null : (
        <IconButton label={t.details} onClick={onDetails}>
          <Info />
        </IconButton>
      )}
    </header>
  )
}

function Other({ userId, name }: { readonly userId: string; readonly name: string }) {
  const locale = useLocale()
  const t = locale.text
  const presence = usePresence(userId)
  const now = useMinute()
  const seen = presence?.last_active_ts
  const lines = {
    online: t.presence.online,
    away: t.presence.away,
    offline: seen === undefined ? '' : t.talk.lastActive(lastSeen(seen, now, locale)),
  }
  return (
    <Who id={userId} name={name} shape="person" presence={presence?.status}>
      {lines[presence?.status ?? 'offline']}
    </Who>
  )
}

function Who({
  id,
  name,
  shape,
  presence,
  children,
}: {
  readonly id: string
  readonly name: string
  readonly shape: 'person' | 'group'
  readonly presence?: PresenceStatus | undefined
  readonly children: string
}) {
  return (
    <>
      <Avatar id={id} name={name} shape={shape} presence={presence} />
      <div className="talk-who">
        <h2 title={name}>
          <bdi>{name}</bdi>
        </h2>
        {children === '' ? null : <p>{children}</p>}
      </div>
    </>
  )
}
