import type { ConversationSummary, OutgoingMessage } from '@parley/client'
import { useParley } from '@parley/react'
import { memo } from 'react'
import { otherOf, usePresenceOf, useTitle } from '../app/names.ts'
import { routeHash } from '../app/route.ts'
import { useLocale } from '../i18n/text.ts'
import { fullTime, listTime } from '../i18n/time.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { RowPreview } from './RowPreview.tsx'

export const ConversationRow = memo(function ConversationRow({
  conversation,
  unsent,
  index,
  count,
  selected,
  tabStop,
  now,
}: {
  readonly conversation: ConversationSummary
  readonly unsent: OutgoingMessage | undefined
  readonly index: number
  readonly count: number
  readonly selected: boolean
  readonly tabStop: boolean
  readonly now: number
}) {
  const { userId } = useParley()
  const locale = useLocale()
  const t = locale.text
  const title = useTitle(conversation)
  const other = otherOf(conversation, userId)
  const presence = usePresenceOf(other)
  const { unread, preview } = conversation
  // `active_at` is for the order alone: of one that was not read here yet it is a guess.
  const at = preview?.server_ts ?? conversation.created_at
  return (
    // biome-ignore lint/a11y/useSemanticElements: the virtual list places each row in an element of its own
    <div role="listitem" aria-setsize={count} aria-posinset={index + 1} className="row-item">
      <a
        href={routeHash({ conversationId: conversation.conversation_id })}
        className="row"
        data-index={index}
        data-unread={unread > 0 || undefined}
        aria-current={selected ? 'page' : undefined}
        tabIndex={tabStop ? 0 : -1}
        draggable={false}
      >
        <Avatar
          id={other ?? conversation.conversation_id}
          name={title}
          shape={conversation.type === 'group' ? 'group' : 'person'}
          presence={presence?.status}
        />
        <span className="row-words">
          <span className="row-line">
            <span className="row-title">
              <bdi>{title}</bdi>
            </span>
            {presence?.status === 'online' && <span className="visually-hidden">, {t.presence.online}</span>}
            <time className="row-time" dateTime={new Date(at).toISOString()} title={fullTime(at, locale)}>
              {listTime(at, now, locale)}
            </time>
          </span>
          <span className="row-line">
            <RowPreview conversation={conversation} unsent={unsent} selected={selected} />
            {unread > 0 && (
              <span className="row-unread">
                <span aria-hidden="true">{unread > 999 ? '999+' : unread}</span>
                <span className="visually-hidden">{t.list.unread(unread)}</span>
              </span>
            )}
          </span>
        </span>
      </a>
    </div>
  )
})
