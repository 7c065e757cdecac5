import type { Message } from '@parley/client'
import { useText } from '../i18n/text.ts'
import { plainName } from './text/names.ts'
import { isolated, useNames } from './useNames.ts'

/** So many are named; of the rest, their number is. */
const NAMED = 4

/** What happened in a group, in a quiet line. */
export function EventLine({ message, me }: { readonly message: Message; readonly me: string }) {
  const t = useText().talk.event
  const event = message.event
  const userIds = event?.user_ids ?? []
  const named = userIds.slice(0, NAMED)
  const [who = '', ...names] = useNames([message.from, ...named])
  const whom = names.map((name, index) => (named[index] === me ? t.youAsWhom : isolated(name)))
  if (userIds.length > NAMED) whom.push(t.others(userIds.length - NAMED))
  const self = message.from === me
  const line = () => {
    switch (event?.what) {
      case 'created':
        return event.title === undefined
          ? t.created(isolated(who), self)
          : t.createdTitle(isolated(who), self, isolated(plainName(event.title)))
      case 'members_added':
        return t.added(isolated(who), self, whom)
      case 'member_removed':
        return t.removed(isolated(who), self, whom)
      case 'member_left':
        return t.left(isolated(who), self)
      case 'renamed':
        return t.renamed(isolated(who), self, isolated(plainName(event.title ?? '')))
      case 'role_changed':
        return roleLine(event.role ?? '')
      default:
        return t.other(isolated(who), self)
    }
  }
  const roleLine = (role: string) => {
    const isMe = userIds.length === 1 && userIds[0] === me
    if (role === 'owner') return t.owner(whom, isMe)
    if (role === 'admin') return t.admin(whom, isMe)
    return role === 'member' ? t.member(whom, isMe) : t.other(isolated(who), self)
  }
  return <p className="talk-event">{line()}</p>
}
