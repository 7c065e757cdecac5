import type { ConversationSummary, Member } from '@parley/client'
import { useParley } from '@parley/react'
import { UserPlus } from 'lucide-react'
import { useId, useState } from 'react'
import { openPanel } from '../app/route.ts'
import { useText } from '../i18n/text.ts'
import { matches } from '../list/filter.ts'
import { Button } from '../ui/Button.tsx'
import { FormError } from '../ui/FormError.tsx'
import { useSaying } from '../ui/saying.ts'
import { MemberRow } from './MemberRow.tsx'
import { useMembers } from './useMembers.ts'

const rank = { owner: 0, admin: 1, member: 2 } as const

/** Who is in a group: oneself first, then by role and name. */
export function Members({ conversation }: { readonly conversation: ConversationSummary }) {
  const t = useText()
  const say = useSaying()
  const client = useParley()
  const id = useId()
  const [query, setQuery] = useState('')
  const { members, hasMore, error, loadMore } = useMembers(conversation)
  const nameOf = (member: Member) => client.person(member.user_id).get().display_name
  const shown = members
    .filter((member) => query === '' || matches(`${nameOf(member)} ${member.user_id}`, query))
    .sort(
      (a, b) =>
        Number(b.user_id === client.userId) - Number(a.user_id === client.userId) ||
        rank[a.role] - rank[b.role] ||
        nameOf(a).localeCompare(nameOf(b)),
    )

  return (
    <section className="details-section" aria-labelledby={id}>
      <h3 id={id} className="details-heading">
        {t.details.members}
        <span className="details-count">{conversation.member_count}</span>
      </h3>
      {conversation.role !== 'member' && (
        <button type="button" className="option option-action" onClick={() => openPanel('add')}>
          <span className="option-icon">
            <UserPlus aria-hidden="true" />
          </span>
          <span className="option-name">{t.details.addMembers}</span>
        </button>
      )}
      {conversation.member_count > 12 && (
        <input
          type="text"
          className="input"
          aria-label={t.details.filterMembers}
          placeholder={t.details.filterMembers}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      )}
      <FormError error={error === null ? null : say(error)} />
      <ul>
        {shown.map((member) => (
          <MemberRow key={member.user_id} member={member} conversation={conversation} />
        ))}
      </ul>
      {hasMore && <Button onClick={loadMore}>{t.common.more}</Button>}
    </section>
  )
}
