import { Menu } from '@base-ui/react/menu'
import type { ConversationSummary, Member, Role } from '@parley/client'
import { useParley, usePerson } from '@parley/react'
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { usePresenceOf } from '../app/names.ts'
import { type Text, useText } from '../i18n/text.ts'
import { useTalkTo } from '../people/useTalkTo.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Confirm } from '../ui/Confirm.tsx'
import { FormError } from '../ui/FormError.tsx'
import { useSaying } from '../ui/saying.ts'
import { type MemberAction, memberActions } from './actions.ts'
import '../ui/menu.css'

export function MemberRow({
  member,
  conversation,
}: {
  readonly member: Member
  readonly conversation: ConversationSummary
}) {
  const t = useText()
  const say = useSaying()
  const { api, userId } = useParley()
  const { display_name: name } = usePerson(member.user_id)
  const presence = usePresenceOf(conversation.member_count <= 32 ? member.user_id : undefined)
  const talkTo = useTalkTo()
  const [asking, setAsking] = useState<'owner' | 'remove' | null>(null)
  const [error, setError] = useState<unknown>(null)
  const me = member.user_id === userId
  const actions = me ? [] : memberActions(conversation.role, member.role)

  const setRole = async (role: Role) => {
    await api.setRole(conversation.conversation_id, member.user_id, role)
  }
  const remove = () => api.removeMember(conversation.conversation_id, member.user_id)

  function act(action: MemberAction) {
    setError(null)
    if (action === 'message') return void talkTo.start(member.user_id)
    if (action === 'owner' || action === 'remove') return setAsking(action)
    setRole(action).catch(setError)
  }

  const failed = error ?? talkTo.error
  return (
    <li className="member">
      <div className="member-line">
        <Avatar id={member.user_id} name={name} presence={presence?.status} />
        <span className="option-words">
          <span className="option-name">
            <bdi>{me ? t.details.you : name}</bdi>
          </span>
          <span className="option-note">
            {member.role !== 'member' && <span className="role">{t.details.roles[member.role]} · </span>}
            {presence?.status === 'online' && `${t.presence.online} · `}
            <bdi>@{member.user_id}</bdi>
          </span>
        </span>
        {actions.length > 0 && (
          <Menu.Root>
            <Menu.Trigger className="icon-button" aria-label={t.details.actions(name)}>
              <Ellipsis />
            </Menu.Trigger>
            <Menu.Portal>
              <Menu.Positioner className="menu-place" align="end" sideOffset={4}>
                <Menu.Popup className="menu">
                  {actions.map((action) => (
                    <Menu.Item
                      key={action}
                      className={action === 'remove' ? 'menu-item menu-danger' : 'menu-item'}
                      onClick={() => act(action)}
                    >
                      {words(t)[action]}
                    </Menu.Item>
                  ))}
                </Menu.Popup>
              </Menu.Positioner>
            </Menu.Portal>
          </Menu.Root>
        )}
      </div>
      <FormError error={failed === null ? null : say(failed)} />
      {asking === 'owner' && (
        <Confirm
          title={t.details.ownerTitle(name)}
          action={t.details.makeOwner}
          onConfirm={() => setRole('owner')}
          onClose={() => setAsking(null)}
        >
          {t.details.ownerWhat}
        </Confirm>
      )}
      {asking === 'remove' && (
        <Confirm
          title={t.details.removeTitle(name)}
          action={t.details.remove}
          onConfirm={remove}
          onClose={() => setAsking(null)}
        >
          {t.details.removeWhat}
        </Confirm>
      )}
    </li>
  )
}

const words = (t: Text): Record<MemberAction, string> => ({
  message: t.details.message,
  admin: t.details.makeAdmin,
  member: t.details.makeMember,
  owner: t.details.makeOwner,
  remove: t.details.remove,
})
