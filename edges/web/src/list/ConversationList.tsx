import { useConnection, useConversations, useParley, useReadable } from '@parley/react'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { VList, type VListHandle } from 'virtua'
import { useMinute } from '../app/clock.ts'
import { titleOf } from '../app/names.ts'
import { ConversationRow } from './ConversationRow.tsx'
import { NoConversations, NoneFound, RowSkeletons } from './Empty.tsx'
import { matches } from './filter.ts'
import { ListHeader } from './ListHeader.tsx'
import { lastOutgoing } from './preview.ts'
import './list.css'

/** All conversations, the latest active first, and a way to find one. One row is in the tab order; arrows move on. */
export function ConversationList({ selected }: { readonly selected: string | undefined }) {
  const client = useParley()
  const conversations = useConversations()
  const connection = useConnection()
  const outgoing = useReadable(client.outgoing)
  const unsent = useMemo(() => lastOutgoing(outgoing), [outgoing])
  const now = useMinute()
  const [query, setQuery] = useState('')
  const [unreadOnly, setUnreadOnly] = useState(false)
  const list = useRef<VListHandle>(null)
  const frame = useRef<HTMLDivElement>(null)

  const shown = useMemo(
    () =>
      conversations.filter(
        (conversation) =>
          // The one that is open stays, or it would go from under the pointer as soon as it is read.
          (!unreadOnly || conversation.unread > 0 || conversation.conversation_id === selected) &&
          (query.trim() === '' || matches(titleOf(client, conversation), query)),
      ),
    [client, conversations, query, unreadOnly, selected],
  )
  const tabStop = Math.max(
    0,
    shown.findIndex((conversation) => conversation.conversation_id === selected),
  )

  function onKeyDown(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLElement)) return
    const at = Number(event.target.closest<HTMLElement>('[data-index]')?.dataset['index'] ?? -1)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 }[event.key]
    if (at < 0 || to === undefined || to < 0 || to >= shown.length) return
    event.preventDefault()
    list.current?.scrollToIndex(to, { align: 'nearest' })
    // The row may come into being only with the scrolling.
    requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>(`[data-index="${to}"]`)?.focus())
  }

  const starting = connection.state === 'connecting' || connection.state === 'syncing'
  return (
    <>
      <ListHeader query={query} onQuery={setQuery} unreadOnly={unreadOnly} onUnreadOnly={setUnreadOnly} />
      {conversations.length === 0 ? (
        starting ? (
          <RowSkeletons />
        ) : (
          <NoConversations />
        )
      ) : shown.length === 0 ? (
        <NoneFound query={query} onClear={() => (query === '' ? setUnreadOnly(false) : setQuery(''))} />
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: the virtual list has elements of its own between this and the rows
        <div ref={frame} className="list-rows" onKeyDown={onKeyDown} role="list">
          <VList ref={list} className="list-scroll">
            {shown.map((conversation, index) => (
              <ConversationRow
                key={conversation.conversation_id}
                conversation={conversation}
                unsent={unsent.get(conversation.conversation_id)}
                index={index}
                count={shown.length}
                selected={conversation.conversation_id === selected}
                tabStop={index === tabStop}
                now={now}
              />
            ))}
          </VList>
        </div>
      )}
    </>
  )
}
