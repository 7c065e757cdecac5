import type { Person } from '@parley/client'
import { useConversation, useParley } from '@parley/react'
import { useState } from 'react'
import { navigate } from '../app/route.ts'
import { useText } from '../i18n/text.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { FormError } from '../ui/FormError.tsx'
import { saying } from '../ui/saying.ts'
import { MemberPicker } from './MemberPicker.tsx'

export function AddMembers({ conversationId }: { readonly conversationId: string }) {
  const t = useText()
  const client = useParley()
  const conversation = useConversation(conversationId)
  const [chosen, setChosen] = useState<readonly Person[]>([])
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const back = () => navigate({ conversationId, panel: 'details' }, true)

  async function add() {
    setBusy(true)
    setError(null)
    try {
      const people = chosen.map((person) => person.user_id)
      await client.api.addMembers(conversationId, people)
      back()
    } catch (cause) {
      setError(saying(t, cause))
      setBusy(false)
    }
  }

  return (
    <Dialog
      title={t.people.addTitle}
      size="tall"
      onClose={back}
      footer={
        <>
          <Button onClick={back}>{t.common.cancel}</Button>
          <Button kind="primary" busy={busy} disabled={chosen.length === 0} onClick={add}>
            {t.people.add(chosen.length)}
          </Button>
        </>
      }
    >
      <FormError error={error} />
      <MemberPicker
        chosen={chosen}
        onChange={setChosen}
        members={conversation?.members?.map((member) => member.user_id) ?? []}
      />
    </Dialog>
  )
}
