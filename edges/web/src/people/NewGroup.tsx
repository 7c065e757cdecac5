import type { Person } from '@parley/client'
import { useParley } from '@parley/react'
import { type FormEvent, useId, useState } from 'react'
import { closePanel, navigate } from '../app/route.ts'
import { useText } from '../i18n/text.ts'
import { Button } from '../ui/Button.tsx'
import { Choice } from '../ui/Choice.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Field } from '../ui/Field.tsx'
import { FormError } from '../ui/FormError.tsx'
import { saying } from '../ui/saying.ts'
import { MemberPicker } from './MemberPicker.tsx'

export function NewGroup() {
  const t = useText()
  const client = useParley()
  const form = useId()
  // Kept across tries: one that was stored without our hearing of it is found again, not made twice.
  const [key] = useState(() => crypto.randomUUID())
  const [title, setTitle] = useState('')
  const [titleError, setTitleError] = useState<string>()
  const [chosen, setChosen] = useState<readonly Person[]>([])
  const [history, setHistory] = useState<'all' | 'joined'>('all')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (title.trim() === '') {
      setTitleError(t.people.groupNameMissing)
      event.currentTarget.querySelector<HTMLElement>('[data-autofocus]')?.focus()
      return
    }
    setBusy(true)
    setError(null)
    try {
      const members = chosen.map((person) => person.user_id)
      const made = await client.api.group(title.trim(), members, { history, key })
      navigate({ conversationId: made.conversation_id }, true)
    } catch (cause) {
      setError(saying(t, cause))
      setBusy(false)
    }
  }

  return (
    <Dialog
      title={t.people.groupTitle}
      size="tall"
      onClose={closePanel}
      footer={
        <>
          <Button onClick={closePanel}>{t.common.cancel}</Button>
          <Button kind="primary" type="submit" form={form} busy={busy}>
            {t.people.create}
          </Button>
        </>
      }
    >
      <form id={form} className="group-form" onSubmit={submit} noValidate>
        <FormError error={error} />
        <Field
          label={t.people.groupName}
          data-autofocus
          autoComplete="off"
          maxLength={200}
          value={title}
          error={titleError}
          onChange={(event) => {
            setTitle(event.target.value)
            setTitleError(undefined)
          }}
        />
        <Choice
          label={t.people.history}
          value={history}
          options={[
            ['all', t.people.historyAll],
            ['joined', t.people.historyJoined],
          ]}
          onChange={setHistory}
        />
      </form>
      <h3 className="section-title">{t.people.members}</h3>
      <MemberPicker chosen={chosen} onChange={setChosen} />
    </Dialog>
  )
}
