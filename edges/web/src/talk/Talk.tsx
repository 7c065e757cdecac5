import type { ConversationSummary, Message, OutgoingMessage } from '@parley/client'
import { useConversation, useParley, useTimeline } from '@parley/react'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { Boundary } from '../app/Boundary.tsx'
import { useText } from '../i18n/text.ts'
import { Announcer } from './Announcer.tsx'
import { Composer, type ComposerHandle } from './composer/Composer.tsx'
import { Head } from './Head.tsx'
import { Menu } from './Menu.tsx'
import { TypingLine } from './TypingLine.tsx'
import { List, type ListHandle } from './timeline/List.tsx'
import { keyOf, Rows } from './timeline/rows.ts'
import { firstUnread } from './timeline/unread.ts'
import type { Point } from './timeline/useRowGestures.ts'
import { useActions } from './useActions.ts'
import { useMarkRead } from './useMarkRead.ts'
import { useUnreadMark } from './useUnreadMark.ts'
import { useWatching } from './useWatching.ts'
import './talk.css'

const ReadBy = lazy(() => import('./ReadBy.tsx'))

/** Less than every message id. */
const BEFORE_ALL = '0000000000000'

export interface TalkProps {
  readonly conversationId: string
  /** Shows the list of conversations again, where there is room for one of the two. */
  readonly onBack?: () => void
  readonly onDetails?: () => void
}

/** The conversation pane: head, timeline, composer. */
export function Talk({ conversationId, onBack, onDetails }: TalkProps) {
  const conversation = useConversation(conversationId)
  const t = useText().talk
  if (conversation === undefined) {
    return (
      <section className="talk" aria-label={t.timeline}>
        <p className="talk-empty">{t.gone}</p>
      </section>
    )
  }
  return <Open key={conversationId} conversation={conversation} onBack={onBack} onDetails={onDetails} />
}

function Open({
  conversation,
  onBack,
  onDetails,
}: {
  readonly conversation: ConversationSummary
  readonly onBack: (() => void) | undefined
  readonly onDetails: (() => void) | undefined
}) {
  const id = conversation.conversation_id
  const { userId: me } = useParley()
  const t = useText().talk
  const timeline = useTimeline(id)
  const watching = useWatching()
  const list = useRef<ListHandle>(null)
  const composer = useRef<ComposerHandle>(null)
  const [menu, setMenu] = useState<{ readonly entry: Message | OutgoingMessage; readonly at: Point } | null>(null)
  const [readBy, setReadBy] = useState<Message | null>(null)

  const mark = useUnreadMark(conversation, watching)
  const { messages, outgoing, hasOlder, hasNewer } = timeline
  const unread = useMemo(() => (mark === undefined ? null : firstUnread(messages, mark, me)), [messages, mark, me])
  const rows = useMemo(
    () => new Rows({ messages, outgoing, hasOlder }, me, unread),
    [messages, outgoing, hasOlder, me, unread],
  )
  const members = useMemo(() => new Set(conversation.members?.map((member) => member.user_id)), [conversation.members])
  const pane = useRef<HTMLElement>(null)
  const isShown = () => pane.current?.checkVisibility?.({ visibilityProperty: true }) ?? true
  const onSeen = useMarkRead(id, conversation.read_message_id, watching, isShown)
  const actions = useActions(conversation, { onReadBy: setReadBy, onEdit: () => composer.current?.focus() })

  // One comes to where one stopped reading, once for each time that a conversation is opened.
  const arriving = useRef<'here' | 'elsewhere' | 'arrived'>('here')
  useEffect(() => {
    if (arriving.current === 'arrived' || timeline.loading === 'jump') return
    const at = unread === null ? -1 : messages.indexOf(unread)
    const isBefore = at === 0 && hasOlder && mark !== undefined
    if (isBefore && arriving.current === 'here') {
      arriving.current = 'elsewhere'
      void timeline.jumpTo({ messageId: mark ?? BEFORE_ALL })
    } else if (messages.length > 0) {
      arriving.current = 'arrived'
      if (unread !== null) list.current?.reveal(keyOf(unread))
    }
  })

  const entryOf = (key: string) => {
    for (let index = rows.count - 1; index >= 0; index--) if (rows.keyAt(index) === key) return rows.entryAt(index)
    return undefined
  }

  return (
    <section ref={pane} className="talk" aria-label={t.timeline}>
      <Head conversation={conversation} me={me} onBack={onBack} onDetails={onDetails} />
      <List
        ref={list}
        rows={rows}
        timeline={timeline}
        me={me}
        group={conversation.type === 'group'}
        members={members}
        unread={conversation.unread}
        onSeen={onSeen}
        onMenu={(key, at) => {
          const entry = entryOf(key)
          if (entry !== undefined && actions.of(entry).length > 0) setMenu({ entry, at })
        }}
        onDo={(action, key) => {
          const entry = entryOf(key)
          if (entry !== undefined) actions.run(action, entry)
        }}
        onLeave={() => composer.current?.focus()}
      />
      <TypingLine conversationId={id} />
      <Composer
        ref={composer}
        conversation={conversation}
        onSent={() => list.current?.toEnd()}
        onUp={() => list.current?.focusLast()}
      />
      <Announcer newest={messages.at(-1)} me={me} live={watching && !hasNewer} />
      {menu === null ? null : (
        <Menu at={menu.at} label={t.actions} items={actions.of(menu.entry)} onClose={() => setMenu(null)} />
      )}
      {readBy === null ? null : (
        <Boundary>
          <Suspense>
            <ReadBy conversation={conversation} message={readBy} onClose={() => setReadBy(null)} />
          </Suspense>
        </Boundary>
      )}
    </section>
  )
}
