import type { ConversationSummary } from '@parley/client'
import { useParley } from '@parley/react'
import { type FormEvent, useState } from 'react'
import { useText } from '../i18n/text.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { saying } from '../ui/saying.ts'

export function Rename({
  conversation,
  onClose,
}: {
  readonly conversation: ConversationSummary
  readonly onClose: () => void
}) {
  const t = useText()
  const { api } = useParley()
  const [title, setTitle] = useState(conversation.title ?? '')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()

  async function submit(event: FormEvent) {
    event.preventDefault()
    const wanted = title.trim()
    if (wanted === '') return setError(t.people.groupNameMissing)
    setBusy(true)
    try {
      if (wanted !== conversation.title) await api.rename(conversation.conversation_id, wanted)
      onClose()
    } catch (cause) {
      setError(saying(t, cause))
      setBusy(false)
    }
  }

  return (
    <form className="rename" onSubmit={submit} noValidate>
      <Field
        label={t.details.renameLabel}
        autoComplete="off"
        autoFocus
        maxLength={200}
        value={title}
        error={error}
        onChange={(event) => {
          setTitle(event.target.value)
          setError(undefined)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          onClose()
        }}
      />
      <div className="rename-actions">
        <Button onClick={onClose}>{t.common.cancel}</Button>
        <Button kind="primary" type="submit" busy={busy}>
          {t.common.save}
        </Button>
      </div>
    </form>
  )
}
