import type { ConversationSummary } from '@parley/client'
import { useParley } from '@parley/react'
import { LogOut } from 'lucide-react'
import { useState } from 'react'
import { navigate } from '../app/route.ts'
import { useText } from '../i18n/text.ts'
import { Button } from '../ui/Button.tsx'
import { Confirm } from '../ui/Confirm.tsx'

export function LeaveGroup({
  conversation,
  title,
}: {
  readonly conversation: ConversationSummary
  readonly title: string
}) {
  const t = useText()
  const { api, userId } = useParley()
  const [asking, setAsking] = useState(false)

  async function leave() {
    await api.removeMember(conversation.conversation_id, userId)
    navigate({}, true)
  }

  return (
    <div className="details-section">
      <Button kind="danger" onClick={() => setAsking(true)}>
        <LogOut className="flip" size={18} aria-hidden="true" />
        {t.details.leave}
      </Button>
      {asking && (
        <Confirm
          title={t.details.leaveTitle(title)}
          action={t.details.leave}
          onConfirm={leave}
          onClose={() => setAsking(false)}
        >
          <p>{t.details.leaveWhat}</p>
          {conversation.role === 'owner' && conversation.member_count > 1 && <p>{t.details.leaveOwner}</p>}
        </Confirm>
      )}
    </div>
  )
}
