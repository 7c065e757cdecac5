import { useConversations, useParley } from '@parley/react'
import { useState } from 'react'
import { otherOf, titleOf } from '../app/names.ts'
import { closePanel, navigate } from '../app/route.ts'
import { useText } from '../i18n/text.ts'
import { matches } from '../list/filter.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useListbox } from '../ui/useListbox.ts'
import { PersonOption } from './PersonOption.tsx'
import { FoundCount, SearchField } from './SearchField.tsx'
import { usePeopleSearch } from './search.ts'
import { useTalkTo } from './useTalkTo.ts'
import './people.css'

/** Most that is offered: who looks further types another letter. */
const most = 12

/** To any conversation in a few keys; to people one has not talked to yet, a few more. */
export function QuickSwitch() {
  const t = useText()
  const client = useParley()
  const [query, setQuery] = useState('')
  const conversations = useConversations()
    .map((conversation) => ({ conversation, title: titleOf(client, conversation) }))
    .filter(({ title }) => matches(title, query))
    .slice(0, most)
  const found = usePeopleSearch(query)
  const talkTo = useTalkTo()
  const strangers = found.people.filter(
    (person) => !conversations.some(({ conversation }) => otherOf(conversation, client.userId) === person.user_id),
  )
  const count = conversations.length + strangers.length
  const listbox = useListbox(count, query, (index) => {
    const hit = conversations[index]
    const stranger = strangers[index - conversations.length]
    if (hit !== undefined) navigate({ conversationId: hit.conversation.conversation_id }, true)
    else if (stranger !== undefined) void talkTo.start(stranger.user_id)
  })

  return (
    <Dialog title={t.people.switchTitle} size="tall" onClose={closePanel}>
      <SearchField
        {...listbox.field}
        label={t.people.switchPlaceholder}
        value={query}
        onValue={setQuery}
        busy={found.searching}
      />
      <div {...listbox.list} role="listbox" aria-label={t.people.switchTitle}>
        {conversations.map(({ conversation, title }, index) => (
          <div key={conversation.conversation_id} {...listbox.option(index)} className="option">
            <Avatar
              id={otherOf(conversation, client.userId) ?? conversation.conversation_id}
              name={title}
              shape={conversation.type === 'group' ? 'group' : 'person'}
            />
            <span className="option-words">
              <span className="option-name">
                <bdi>{title}</bdi>
              </span>
              {conversation.type === 'group' && (
                <span className="option-note">{t.details.groupMembers(conversation.member_count)}</span>
              )}
            </span>
            {conversation.unread > 0 && (
              <span className="row-unread">
                <span aria-hidden="true">{conversation.unread}</span>
                <span className="visually-hidden">{t.list.unread(conversation.unread)}</span>
              </span>
            )}
          </div>
        ))}
        {strangers.map((person, index) => (
          <PersonOption key={person.user_id} person={person} {...listbox.option(conversations.length + index)} />
        ))}
      </div>
      {count === 0 && !found.searching && <p className="people-none">{t.people.switchNone}</p>}
      <FoundCount count={count} query={query} />
    </Dialog>
  )
}
